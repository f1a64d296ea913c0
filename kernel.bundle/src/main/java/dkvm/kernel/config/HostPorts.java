// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.util.regex.Pattern;

/** {@code HOST} or {@code HOST:PORT}; an IPv6 address stands in brackets. */
final class HostPorts {
    static final ScalarType<String> TYPE = new ScalarType<>("host or host:port expected", HostPorts::parse);

    private static final Pattern FORM = Pattern.compile("(?:\\[[0-9A-Fa-f:.%a-z]+]|[^\\s:/\\[\\]]+)(?::([0-9]{1,5}))?");
    private static final int MAX_PORT = 65_535;

    private HostPorts() {}

    static String parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            boolean bare = text.matches("[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");
            throw new IllegalArgumentException(TYPE.expected() + ", not " + Words.quote(text)
                    + (bare ? "; put an IPv6 address in brackets" : ""));
        }
        if (matcher.group(1) != null && Integer.parseInt(matcher.group(1)) > MAX_PORT) {
            throw new IllegalArgumentException(Words.quote(text) + " has no valid port; write one up to " + MAX_PORT);
        }
        return text;
    }
}
