// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import java.util.Arrays;

/** Cuts bytes into lines; one that is too long comes in pieces of whole characters. For one thread. */
final class LineSplitter {
    private static final int LONGEST_CHARACTER = 4;

    /** Who gets the lines, each without its end, in a buffer that is used again. */
    interface Lines {
        void line(byte[] bytes, int length);
    }

    private final int longest;
    private final Lines lines;
    private byte[] line = new byte[256];
    private int length;

    LineSplitter(int longest, Lines lines) {
        this.longest = longest;
        this.lines = lines;
    }

    /** More bytes; answers whether they ended a line. */
    boolean feed(byte[] bytes, int count) {
        int from = 0;
        for (int at = 0; at < count; at++) {
            if (bytes[at] == '\n') {
                append(bytes, from, at);
                end();
                from = at + 1;
            }
        }
        append(bytes, from, count);
        return from > 0;
    }

    /** No more comes: what has no end is a line too. */
    void finish() {
        if (length > 0) {
            end();
        }
    }

    private void append(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int n = Math.min(to - at, longest - length);
            if (n <= 0) {
                if (!continues(bytes[at])) {
                    end();
                    continue;
                }
                n = 1;
            }
            if (length + n > line.length) {
                line = Arrays.copyOf(line, Math.max(length + n, Math.min(2 * line.length, longest)));
            }
            System.arraycopy(bytes, at, line, length, n);
            length += n;
            at += n;
        }
    }

    /** Whether a byte goes on with a character of UTF-8; what goes on for longer than any is none. */
    private boolean continues(byte next) {
        return (next & 0xc0) == 0x80 && length < longest + LONGEST_CHARACTER - 1;
    }

    private void end() {
        int whole = length;
        length = 0;
        lines.line(line, whole);
    }
}
