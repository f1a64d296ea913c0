// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.wire;

/**
 * What topics of notices begin with, in whole segments; {@code *} stands for any one segment, and the empty prefix begins
 * every topic. A slash at its end changes nothing. For both ends of the wire.
 *
 * @param text without a slash at its end
 */
public record TopicPrefix(String text) {
    /** The longest topic, in characters. */
    public static final int MAX_TOPIC = 255;

    private static final char SEPARATOR = '/';

    /**
     * Checks the text.
     *
     * @throws IllegalArgumentException if it is no prefix, with words for people
     */
    public TopicPrefix {
        if (text.endsWith("/") && text.length() > 1) {
            text = text.substring(0, text.length() - 1);
        }
        if (!text.isEmpty() && !wellFormed(text, true)) {
            throw new IllegalArgumentException("\"" + text + "\" is no prefix of topics: it takes segments of letters,"
                    + " digits, \".\", \"_\" and \"-\", or \"*\", joined by \"/\"");
        }
    }

    /**
     * Whether a text is a topic: segments of ASCII letters, digits, {@code .}, {@code _} and {@code -}, joined by slashes,
     * at most {@link #MAX_TOPIC} characters.
     *
     * @param topic the text
     * @return true if it is one
     */
    public static boolean isTopic(String topic) {
        return wellFormed(topic, false);
    }

    private static boolean wellFormed(String text, boolean wildcards) {
        if (text.isEmpty() || text.length() > MAX_TOPIC) {
            return false;
        }
        int begin = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == SEPARATOR) {
                if (i == begin) {
                    return false;
                }
                begin = i + 1;
            } else if (!plain(text.charAt(i)) && !(wildcards && wildcard(text, i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean plain(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_'
                || c == '-';
    }

    private static boolean wildcard(String text, int at) {
        return text.charAt(at) == '*' && (at == 0 || text.charAt(at - 1) == SEPARATOR)
                && (at + 1 == text.length() || text.charAt(at + 1) == SEPARATOR);
    }

    /**
     * Whether a topic begins so.
     *
     * @param topic a topic
     * @return true if each segment of the prefix is there
     */
    public boolean matches(String topic) {
        int t = 0;
        for (int p = 0; p < text.length(); p++, t++) {
            char c = text.charAt(p);
            if (c == '*') {
                int end = topic.indexOf(SEPARATOR, t);
                t = (end < 0 ? topic.length() : end) - 1;
            } else if (t >= topic.length() || topic.charAt(t) != c) {
                return false;
            }
        }
        return text.isEmpty() || t == topic.length() || topic.charAt(t) == SEPARATOR;
    }
}
