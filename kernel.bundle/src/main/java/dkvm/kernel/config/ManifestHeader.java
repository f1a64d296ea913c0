// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The common syntax of OSGi manifest headers (OSGi Core 3.2.4): clauses separated by commas, their parameters by
 * semicolons, values optionally in quotes. Our own because no bundle of the run time exports such a parser.
 */
public final class ManifestHeader {

    /**
     * A clause with one name.
     *
     * @param name what stands before the first semicolon
     * @param attributes its attributes; directives are left out, a type after the attribute's name ({@code :Long}) too
     */
    public record Clause(String name, Map<String, String> attributes) {}

    private ManifestHeader() {}

    /**
     * The clauses of a header.
     *
     * @param header its value; empty: it is not there
     * @return them, in order; what makes no sense is left out
     */
    public static List<Clause> parse(String header) {
        var clauses = new ArrayList<Clause>();
        for (var clause : split(header, ',')) {
            var parts = split(clause, ';');
            if (!parts.isEmpty()) {
                clauses.add(new Clause(parts.getFirst().strip(), attributes(parts.subList(1, parts.size()))));
            }
        }
        return clauses;
    }

    private static Map<String, String> attributes(List<String> parameters) {
        var attributes = new LinkedHashMap<String, String>();
        for (var parameter : parameters) {
            int equals = parameter.indexOf('=');
            if (equals > 0 && parameter.charAt(equals - 1) != ':') {
                var name = parameter.substring(0, equals).strip();
                int colon = name.indexOf(':');
                attributes.put(colon < 0 ? name : name.substring(0, colon), unquote(parameter.substring(equals + 1)));
            }
        }
        return attributes;
    }

    /** Splits where the separator stands outside quotes; blank parts are left out. */
    private static List<String> split(String text, char separator) {
        var parts = new ArrayList<String>();
        var part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == separator && !quoted) {
                addUnlessBlank(parts, part);
                part.setLength(0);
                continue;
            }
            quoted ^= c == '"';
            part.append(c);
            if (quoted && c == '\\' && i + 1 < text.length()) {
                part.append(text.charAt(++i));
            }
        }
        addUnlessBlank(parts, part);
        return parts;
    }

    private static void addUnlessBlank(List<String> parts, StringBuilder part) {
        if (!part.toString().isBlank()) {
            parts.add(part.toString());
        }
    }

    private static String unquote(String value) {
        var text = value.strip();
        boolean isQuoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return isQuoted ? text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1") : text;
    }
}
