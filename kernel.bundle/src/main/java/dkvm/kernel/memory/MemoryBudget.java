// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import dkvm.kernel.config.PortMemory;
import dkvm.kernel.memory.PoolRefusedException.Reason;
import java.util.Optional;

/**
 * Whether there may be another pool: by the limits of the configuration, and by what the machine has. It is asked before
 * a pool is made, since Linux answers a lack of memory by ending processes. A pool that is being given up does not count
 * against the limits; what the machine has is less by it as long as it is there.
 */
final class MemoryBudget {
    /** What stays free for all else on the machine, or in the control group. */
    static final long RESERVE = 64L << 20;
    private static final String LESS = ", or use smaller or fewer streams";

    private final long limit;
    private final MachineMemory machine;

    MemoryBudget(long limit) {
        this(limit, new MachineMemory());
    }

    MemoryBudget(long limit, MachineMemory machine) {
        this.limit = limit;
        this.machine = machine;
    }

    /**
     * What the device has that asks.
     *
     * @param device its id
     * @param live the bytes of its pools, without those that are being given up
     * @param limit the bytes they may have together
     */
    record Share(String device, long live, long limit) {}

    /**
     * Decides about a pool.
     *
     * @param bytes its size
     * @param live the bytes of all pools of this kernel, without those that are being given up
     * @param share of them, the device's
     */
    Optional<Refusal> check(long bytes, long live, Share share) {
        if (exceeds(bytes, live, limit)) {
            return Optional.of(quota(bytes, live, limit, "this kernel", "the kernel's memory: {limit: …}"));
        }
        if (exceeds(bytes, share.live(), share.limit())) {
            return Optional.of(quota(bytes, share.live(), share.limit(), "\"" + share.device() + "\"",
                    "that device's memory: {limit: …}"));
        }
        return machine.rooms().stream().filter(room -> exceeds(bytes, RESERVE, room.bytes())).findFirst()
                .map(room -> new Refusal(Reason.NO_POOL,
                        "a pool of " + PortMemory.about(bytes) + " is needed, and " + room.of() + " has "
                                + PortMemory.about(room.bytes()) + " left, of which " + PortMemory.about(RESERVE)
                                + " stay free; " + room.advice() + LESS));
    }

    /** Whether the sum is more than that; it may be past what a long holds. */
    private static boolean exceeds(long bytes, long more, long most) {
        return more > most || bytes > most - more;
    }

    private static Refusal quota(long bytes, long live, long limit, String whose, String which) {
        return new Refusal(Reason.QUOTA,
                "a pool of " + PortMemory.about(bytes) + " is needed, the pools of " + whose + " have "
                        + PortMemory.about(live) + " already, and are allowed " + PortMemory.about(limit)
                        + "; raise " + which + LESS);
    }
}
