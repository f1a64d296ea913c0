// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.util.List;
import java.util.Locale;

/**
 * The shared memory that an output needs.
 *
 * @param device the device's id
 * @param port the output
 * @param slotBytes the bytes of a slot
 * @param slots how many slots
 */
public record PortMemory(String device, String port, long slotBytes, long slots) {
    private static final double KIB = 1024;
    private static final List<String> UNITS = List.of("KiB", "MiB", "GiB", "TiB");

    /**
     * All of it.
     *
     * @return bytes; a number past all bounds is the largest there is
     */
    public long bytes() {
        return Math.multiplyHigh(slotBytes, slots) == 0 && slotBytes * slots >= 0 ? slotBytes * slots : Long.MAX_VALUE;
    }

    /**
     * The sum over several outputs.
     *
     * @param ports the outputs
     * @return bytes; a number past all bounds is the largest there is
     */
    public static long sum(Iterable<PortMemory> ports) {
        long sum = 0;
        for (var port : ports) {
            sum = port.bytes() > Long.MAX_VALUE - sum ? Long.MAX_VALUE : sum + port.bytes();
        }
        return sum;
    }

    /**
     * A line for people.
     *
     * @return such as {@code screen.video 21.1MiB (6 slots of 3.5MiB)}
     */
    public String text() {
        return LinkEntry.end(device, port) + " " + about(bytes()) + " (" + slots + " slots of " + about(slotBytes)
                + ")";
    }

    /**
     * Bytes as people read them.
     *
     * @param bytes not negative
     * @return with one decimal where it is not whole, such as {@code 31.6MiB}
     */
    public static String about(long bytes) {
        double number = bytes;
        var unit = "B";
        for (var next : UNITS) {
            // As it will be written: 1023.96 would be 1024.0.
            if (tenths(number) < KIB * 10) {
                break;
            }
            number /= KIB;
            unit = next;
        }
        return String.format(Locale.ROOT, "%.1f", tenths(number) / 10.0).replaceFirst("\\.0$", "") + unit;
    }

    private static long tenths(double number) {
        return Math.round(number * 10);
    }
}
