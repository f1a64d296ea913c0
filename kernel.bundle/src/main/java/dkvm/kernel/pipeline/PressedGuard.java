// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import java.util.Arrays;

/**
 * Which keys and buttons are down at one port of a sink, and which links hold each: down goes out with the first link,
 * up with the last. Links are told apart by a slot number below {@link #MAX_LINKS}. Few are down at a time, so a search
 * through an array is quick, and nothing is allocated per event. Guarded by the sink's lock.
 */
final class PressedGuard {
    /** The most links into one port. */
    static final int MAX_LINKS = Long.SIZE;

    private int[] usages = new int[16];
    private long[] holders = new long[16];
    private int size;

    /** Notes a press; answers whether the sink is to get it. */
    boolean press(int usage, int slot) {
        int i = find(usage);
        if (i >= 0) {
            holders[i] |= 1L << slot;
            return false;
        }
        if (size == usages.length) {
            usages = Arrays.copyOf(usages, size * 2);
            holders = Arrays.copyOf(holders, size * 2);
        }
        usages[size] = usage;
        holders[size] = 1L << slot;
        size++;
        return true;
    }

    /** Notes a release; answers whether the sink is to get it. */
    boolean release(int usage, int slot) {
        int i = find(usage);
        if (i < 0 || (holders[i] & 1L << slot) == 0) {
            return false;
        }
        holders[i] &= ~(1L << slot);
        if (holders[i] != 0) {
            return false;
        }
        removeAt(i);
        return true;
    }

    /** Lets go of one thing a link holds; answers its usage if no other link holds it, else 0. */
    int releaseOne(int slot) {
        long bit = 1L << slot;
        for (int i = size - 1; i >= 0; i--) {
            if ((holders[i] & bit) != 0) {
                holders[i] &= ~bit;
                if (holders[i] != 0) {
                    return 0;
                }
                int usage = usages[i];
                removeAt(i);
                return usage;
            }
        }
        return 0;
    }

    /** Whether a link holds anything down. */
    boolean holds(int slot) {
        long bit = 1L << slot;
        for (int i = 0; i < size; i++) {
            if ((holders[i] & bit) != 0) {
                return true;
            }
        }
        return false;
    }

    /** What is down. */
    int[] down() {
        return Arrays.copyOf(usages, size);
    }

    /** The sink is a new process: nothing is down there. */
    void clear() {
        size = 0;
    }

    private int find(int usage) {
        for (int i = 0; i < size; i++) {
            if (usages[i] == usage) {
                return i;
            }
        }
        return -1;
    }

    private void removeAt(int i) {
        size--;
        usages[i] = usages[size];
        holders[i] = holders[size];
    }
}
