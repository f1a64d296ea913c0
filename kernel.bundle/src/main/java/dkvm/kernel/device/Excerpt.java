// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Bytes that were not understood, as a person can read them. */
final class Excerpt {
    /** No more is shown. */
    static final int BYTES = 64;

    private Excerpt() {}

    /** As text in quotes where it is text, else in hex. */
    static String of(byte[] bytes) {
        if (bytes.length == 0) {
            return "nothing";
        }
        return isText(bytes)
                ? '"' + text(bytes).replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t") + '"'
                : HexFormat.ofDelimiter(" ").formatHex(bytes);
    }

    /** Whether a person can read them as they are. */
    static boolean isText(byte[] bytes) {
        return text(bytes).chars().allMatch(c -> (!Character.isISOControl(c) && c != 0xfffd) || c == '\n'
                || c == '\r' || c == '\t');
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
