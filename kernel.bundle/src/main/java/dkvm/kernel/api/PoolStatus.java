// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.api;

import java.util.List;

/**
 * A pool of shared memory at one moment; {@code slots = free + granted + published}.
 *
 * @param id its number, kernel-wide
 * @param device the device that writes it
 * @param port that device's output
 * @param slotBytes the bytes of a slot
 * @param slots how many slots it has
 * @param free slots that nobody holds
 * @param granted slots that are the producer's to write
 * @param published slots that are read
 * @param holders who holds published slots, by device; what waits in the kernel is held by {@code kernel}
 */
public record PoolStatus(int id, String device, String port, long slotBytes, int slots, int free, int granted,
        int published, List<Holder> holders) {
    /** Copies the list. */
    public PoolStatus {
        holders = List.copyOf(holders);
    }

    /**
     * Who holds slots.
     *
     * @param device a device's id, or {@code kernel}
     * @param slots how many
     * @param oldestMs for how long it has held the one it has held longest, milliseconds
     */
    public record Holder(String device, int slots, long oldestMs) {}
}
