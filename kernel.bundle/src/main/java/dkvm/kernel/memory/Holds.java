// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Counts by holder. There are few at a time, so a search through an array is quick, and nothing is allocated once it has
 * the room it needs. Guarded by the ledger's lock.
 */
final class Holds {
    private @Nullable Holder[] holders = new @Nullable Holder[4];
    /** A device may retain as often as it likes: an int would overflow within the hour. */
    private long[] counts = new long[4];
    private long[] since = new long[4];
    private int size;

    /** How many holders there are. */
    int size() {
        return size;
    }

    boolean has(Holder holder) {
        return find(holder) >= 0;
    }

    long count(Holder holder) {
        int i = find(holder);
        return i < 0 ? 0 : counts[i];
    }

    /** Since when a holder has any, without a break; only for one who has. */
    long since(Holder holder) {
        return since[find(holder)];
    }

    /** The holders, each once. */
    Holder holder(int i) {
        var holder = holders[i];
        if (i >= size || holder == null) {
            throw new IndexOutOfBoundsException(i);
        }
        return holder;
    }

    /** Counts one up; answers whether it is the holder's first. */
    boolean add(Holder holder, long now) {
        int i = find(holder);
        if (i >= 0) {
            counts[i]++;
            return false;
        }
        if (size == holders.length) {
            holders = Arrays.copyOf(holders, size * 2);
            counts = Arrays.copyOf(counts, size * 2);
            since = Arrays.copyOf(since, size * 2);
        }
        holders[size] = holder;
        counts[size] = 1;
        since[size] = now;
        size++;
        return true;
    }

    /** Counts one down, for one who has any; answers whether it was the holder's last. */
    boolean drop(Holder holder) {
        int i = find(holder);
        counts[i]--;
        if (counts[i] > 0) {
            return false;
        }
        removeAt(i);
        return true;
    }

    /** Forgets all a holder has; answers whether there was any. */
    boolean dropAll(Holder holder) {
        int i = find(holder);
        if (i >= 0) {
            removeAt(i);
        }
        return i >= 0;
    }

    private int find(Holder holder) {
        for (int i = 0; i < size; i++) {
            if (holders[i] == holder) {
                return i;
            }
        }
        return -1;
    }

    private void removeAt(int i) {
        size--;
        holders[i] = holders[size];
        counts[i] = counts[size];
        since[i] = since[size];
        holders[size] = null;
    }
}
