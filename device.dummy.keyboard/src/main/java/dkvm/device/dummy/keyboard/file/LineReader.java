// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Lines of UTF-8 text, counted, none longer than memory can bear. A byte order mark at the beginning is left out. */
final class LineReader implements Closeable {
    /** More than the longest text of an event takes when every byte of it is escaped. */
    static final int MAX_CHARS = 1 << 20;

    private final Reader in;
    private final char[] buffer = new char[1 << 14];
    private int at;
    private int limit;
    private final StringBuilder begun = new StringBuilder();
    private long number;

    LineReader(Reader in) {
        this.in = in;
    }

    static LineReader of(Path file) throws IOException {
        return new LineReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
    }

    /** The number of the line read last, from 1. */
    long number() {
        return number;
    }

    /** The next line without its end; null behind the last. */
    @Nullable
    String next() throws IOException, BadLineException {
        begun.setLength(0);
        if (at == limit && !fill()) {
            return null;
        }
        number++;
        do {
            int end = at;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            int from = number == 1 && begun.isEmpty() && buffer[at] == '\uFEFF' ? at + 1 : at;
            at = Math.min(end + 1, limit);
            if (end < limit && begun.isEmpty()) {
                return new String(buffer, from, withoutReturn(from, end) - from);
            }
            begun.append(buffer, from, end - from);
            if (begun.length() > MAX_CHARS) {
                throw new BadLineException(MAX_CHARS,
                        "the line is too long for an event; is this another kind of file?");
            }
            if (end < limit) {
                break;
            }
        } while (fill());
        int length = begun.length();
        return begun.substring(0, length > 0 && begun.charAt(length - 1) == '\r' ? length - 1 : length);
    }

    private int withoutReturn(int from, int end) {
        return end > from && buffer[end - 1] == '\r' ? end - 1 : end;
    }

    private boolean fill() throws IOException {
        at = 0;
        limit = Math.max(0, in.read(buffer));
        return limit > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
