// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard.file;

import dkvm.sdk.event.KeyTable;
import java.util.HexFormat;
import java.util.function.IntPredicate;

/**
 * The description of a keyboard at the beginning of an evemu file, as {@code evemu-device} needs it: name, identity,
 * properties and one bit mask for each event type.
 */
final class EvemuHeader {
    private static final int EV_SYN = 0;
    private static final int EV_KEY = 1;
    private static final int SYN_REPORT = 0;
    private static final int SYN_CONFIG = 1;
    private static final int SYN_DROPPED = 3;
    private static final int BITS_PER_LINE = 64;

    private EvemuHeader() {}

    static String text() {
        var out = new StringBuilder("""
                # EVEMU 1.3
                # Written by dKVMs (dummy-keyboard-sink)
                N: dKVMs recorded keyboard
                I: 0006 0000 0000 0001
                P: 00 00 00 00 00 00 00 00
                """);
        mask(out, EV_SYN, BITS_PER_LINE, code -> code == SYN_REPORT || code == SYN_CONFIG || code == SYN_DROPPED);
        mask(out, EV_KEY, KeyTable.EVDEV_CODES, code -> code > 0 && KeyTable.isKey(code));
        return out.toString();
    }

    /** Lines of {@code B: TYPE} and eight bytes, the lowest codes first. */
    private static void mask(StringBuilder out, int type, int codes, IntPredicate has) {
        for (int line = 0; line < codes; line += BITS_PER_LINE) {
            out.append("B: ").append(hex(type));
            for (int first = line; first < line + BITS_PER_LINE; first += 8) {
                int bits = 0;
                for (int bit = 0; bit < 8; bit++) {
                    bits |= has.test(first + bit) ? 1 << bit : 0;
                }
                out.append(' ').append(hex(bits));
            }
            out.append('\n');
        }
    }

    private static String hex(int octet) {
        return HexFormat.of().toHexDigits((byte) octet);
    }
}
