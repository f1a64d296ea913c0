// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Bytes that were not understood, as a person can read them. */
final class Excerpt {
    private Excerpt() {}

    /** As text in quotes where it is text, else in hex. */
    static String of(byte[] bytes) {
        if (bytes.length == 0) {
            return "nothing";
        }
        var text = new String(bytes, StandardCharsets.UTF_8);
        boolean readable = text.chars().allMatch(c -> (!Character.isISOControl(c) && c != 0xfffd) || c == '\n'
                || c == '\r' || c == '\t');
        return readable
                ? '"' + text.replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t") + '"'
                : HexFormat.ofDelimiter(" ").formatHex(bytes);
    }
}
