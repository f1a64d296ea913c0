// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What a process wrote to stdout that is not the protocol, the first of it. Threads may share it. */
final class LastWords {
    /** So much is kept: a JVM says a tenth of it when it crashes. */
    static final int BYTES = 16 * 1024;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    synchronized void add(byte[] bytes, int length) {
        said.write(bytes, 0, Math.min(length, BYTES - said.size()));
    }

    /** Lines of text as they are, the beginning of others in hex; empty: there was nothing. */
    String text() {
        return lines().stream().map(LastWords::readable).collect(Collectors.joining("\n")).strip();
    }

    /** The same where it is nothing but text; it may as well be a part of a message. */
    String textAlone() {
        return lines().stream().allMatch(line -> Excerpt.isText(line.getBytes(StandardCharsets.ISO_8859_1)))
                ? text()
                : "";
    }

    private synchronized List<String> lines() {
        // Latin 1: each byte is found again.
        return said.toString(StandardCharsets.ISO_8859_1).lines().toList();
    }

    private static String readable(String line) {
        var bytes = line.getBytes(StandardCharsets.ISO_8859_1);
        return Excerpt.isText(bytes)
                ? new String(bytes, StandardCharsets.UTF_8)
                : Excerpt.of(Arrays.copyOf(bytes, Math.min(bytes.length, Excerpt.BYTES)));
    }
}
