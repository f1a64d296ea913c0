// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard.file;

/** Takes a line of an evemu file apart, field by field. */
final class EvemuScanner {
    /** About 30 000 years, so that no sum of times overflows. */
    private static final long MAX_SECONDS = 1_000_000_000_000L;

    private final String line;
    private int at;
    private int fieldStart;

    EvemuScanner(String line) {
        this.line = line;
        skipSpace();
    }

    boolean isEvent() {
        return line.startsWith("E:", at);
    }

    /** Whether the line is empty, a comment, or one of the kind {@code N: name} that describes the device. */
    boolean isKnown() {
        return at == line.length()
                || line.charAt(at) == '#'
                || (line.startsWith(":", at + 1) && line.charAt(at) >= 'A' && line.charAt(at) <= 'Z');
    }

    /** Seconds, a dot and six digits, in microseconds. */
    long time() throws BadLineException {
        at += 2;
        field("time");
        long seconds = digits(10, MAX_SECONDS, "the time begins with seconds");
        if (at >= line.length() || line.charAt(at) != '.') {
            throw new BadLineException(at + 1, "after the seconds come a dot and six digits of microseconds");
        }
        int fraction = ++at;
        long micros = digits(10, 999_999, "after the dot come six digits of microseconds");
        if (at - fraction != 6) {
            throw new BadLineException(fraction + 1, "the microseconds have six digits, not " + (at - fraction));
        }
        return seconds * 1_000_000 + micros;
    }

    int hex(String name) throws BadLineException {
        field(name);
        return (int) digits(16, 0xFFFF, "the " + name + " is up to four hexadecimal digits");
    }

    int value() throws BadLineException {
        field("value");
        boolean negative = at < line.length() && line.charAt(at) == '-';
        if (negative) {
            at++;
        }
        long magnitude = digits(10, 1L << 31, "the value is a whole number");
        return (int) (negative ? -magnitude : magnitude);
    }

    /** Nothing but a comment may follow the last field. */
    void end() throws BadLineException {
        int value = fieldStart;
        int end = at;
        skipSpace();
        if (at < line.length() && (at == end || line.charAt(at) != '#')) {
            throw new BadLineException(at + 1, "after the value there is room for a comment alone");
        }
        fieldStart = value;
    }

    /** An error at the field read last. */
    BadLineException bad(String message) {
        return new BadLineException(fieldStart + 1, message);
    }

    private void field(String name) throws BadLineException {
        int before = at;
        skipSpace();
        if (at == line.length()) {
            throw new BadLineException(at + 1, "the line ends before the " + name + " of the event");
        }
        if (at == before && before != line.indexOf("E:") + 2) {
            throw new BadLineException(at + 1, "expected a space before the " + name);
        }
        fieldStart = at;
    }

    private long digits(int radix, long max, String message) throws BadLineException {
        int from = at;
        long number = 0;
        while (at < line.length() && digit(line.charAt(at), radix) >= 0) {
            number = number * radix + digit(line.charAt(at), radix);
            at++;
            if (number > max) {
                throw new BadLineException(from + 1, message + "; this one is too large");
            }
        }
        if (at == from) {
            throw new BadLineException(at + 1, message);
        }
        return number;
    }

    /** Digits of ASCII only; {@link Character#digit} takes those of every script. */
    private static int digit(char c, int radix) {
        return c < 128 ? Character.digit(c, radix) : -1;
    }

    private void skipSpace() {
        while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
            at++;
        }
    }
}
