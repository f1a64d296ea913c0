// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * Variables in the text of a value: <code>${NAME}</code>, <code>${NAME:-default}</code>, <code>${NAME:?text}</code>,
 * and {@code $$} for a dollar sign. As in a shell, an empty variable takes the default, and a default may hold variables.
 */
final class Variables {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final int MAX_DEPTH = 8;
    private static final int MAX_LENGTH = 1 << 20;

    private final Map<String, String> environment;

    Variables(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** @throws IllegalArgumentException what is wrong; what to do */
    String expand(String text) {
        return text.indexOf('$') < 0 ? text : expand(text, 0);
    }

    private String expand(String text, int depth) {
        var out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("$$", at)) {
                out.append('$');
                at += 2;
            } else if (text.startsWith("${", at)) {
                int end = end(text, at);
                out.append(value(text.substring(at + 2, end), depth));
                at = end + 1;
            } else {
                out.append(text.charAt(at++));
            }
            if (out.length() > MAX_LENGTH) {
                throw new IllegalArgumentException("the variables make this longer than 1 MiB; use shorter ones");
            }
        }
        return out.toString();
    }

    /** The closing brace of the variable that begins at {@code from}. */
    private static int end(String text, int from) {
        int open = 0;
        for (int i = from; i < text.length(); i++) {
            if (text.startsWith("$$", i)) {
                i++;
            } else if (text.startsWith("${", i)) {
                open++;
                i++;
            } else if (text.charAt(i) == '}' && --open == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("\"${\" has no closing brace; write ${NAME}, or $$ for a dollar sign");
    }

    private String value(String body, int depth) {
        var matcher = NAME.matcher(body);
        if (!matcher.lookingAt()) {
            throw malformed(body);
        }
        var name = matcher.group();
        var rest = body.substring(matcher.end());
        var value = environment.getOrDefault(name, "");
        if (rest.startsWith(":-")) {
            return value.isEmpty() ? nested(rest.substring(2), depth) : value;
        }
        if (rest.startsWith(":?")) {
            if (value.isEmpty()) {
                var text = nested(rest.substring(2), depth);
                throw new IllegalArgumentException("variable " + name + (text.isBlank() ? " is not set" : ": " + text));
            }
            return value;
        }
        if (!rest.isEmpty()) {
            throw malformed(body);
        }
        if (!environment.containsKey(name)) {
            throw new IllegalArgumentException(
                    "variable " + name + " is not set; set it, or write ${" + name + ":-default}");
        }
        return value;
    }

    private String nested(String text, int depth) {
        if (depth == MAX_DEPTH) {
            throw new IllegalArgumentException("variables are nested more than " + MAX_DEPTH + " deep; write less");
        }
        return expand(text, depth + 1);
    }

    private static IllegalArgumentException malformed(String body) {
        return new IllegalArgumentException(Words.quote("${" + body + "}")
                + " is no variable; write ${NAME}, ${NAME:-default} or ${NAME:?text}, or $$ for a dollar sign");
    }
}
