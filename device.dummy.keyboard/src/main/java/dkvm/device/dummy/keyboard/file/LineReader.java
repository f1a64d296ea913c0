// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard.file;

import java.io.BufferedReader;
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
    private final StringBuilder line = new StringBuilder(128);
    private long number;

    LineReader(Reader in) {
        this.in = new BufferedReader(in, 1 << 14);
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
        line.setLength(0);
        int c = in.read();
        if (c < 0) {
            return null;
        }
        number++;
        if (number == 1 && c == '\uFEFF') {
            c = in.read();
        }
        for (; c >= 0 && c != '\n'; c = in.read()) {
            if (line.length() == MAX_CHARS) {
                throw new BadLineException(MAX_CHARS,
                        "the line is too long for an event; is this another kind of file?");
            }
            line.append((char) c);
        }
        int end = line.length();
        return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
