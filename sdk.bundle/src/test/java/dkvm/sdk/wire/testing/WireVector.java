// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.wire.testing;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * An entry of {@code docs/wire-vectors.txt}.
 *
 * @param name what it shows
 * @param bytes as they are on the pipe
 * @param sort what is said of them
 * @param words what they mean, or what is wrong with them
 */
public record WireVector(String name, ByteString bytes, Sort sort, String words) {
    private static final Path FILE = Path.of("../docs/wire-vectors.txt");

    /** What the last line of an entry begins with. */
    public enum Sort {
        /** Stands for itself. */
        PREAMBLE,
        /** Reading gives the words, writing them gives the bytes. */
        TEXT,
        /** Reading gives the words. */
        READS,
        /** There has to be more. */
        BEGINS,
        /** Breaks the protocol. */
        FAILS
    }

    /** In the order of the file. */
    public static Stream<WireVector> all() {
        try {
            return Stream.of(Files.readString(FILE).split("\\n\\s*\\n", -1)).map(String::lines)
                    .map(lines -> lines.filter(line -> !line.startsWith("#")).toList())
                    .filter(lines -> !lines.isEmpty()).map(WireVector::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static WireVector read(List<String> lines) {
        var fields = new LinkedHashMap<String, String>();
        String last = "";
        for (var line : lines) {
            if (line.startsWith(" ")) {
                fields.merge(last, line.strip(), (a, b) -> a + " " + b);
            } else {
                int colon = line.indexOf(':');
                last = line.substring(0, colon);
                fields.put(last, line.substring(colon + 1).strip());
            }
        }
        var bytes = ByteString.copyFrom(HexFormat.ofDelimiter(" ").parseHex(fields.getOrDefault("hex", "")));
        var sort = fields.size() == 2 ? Sort.PREAMBLE : Sort.valueOf(last.toUpperCase(Locale.ROOT));
        return new WireVector(fields.getOrDefault("name", "?"), bytes, sort, fields.getOrDefault(last, ""));
    }

    @Override
    public String toString() {
        return name;
    }
}
