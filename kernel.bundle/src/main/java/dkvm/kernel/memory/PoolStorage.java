// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

/** Where the bytes of pools come from. Any thread may call it. */
public interface PoolStorage {
    /**
     * Makes the file of a pool, with all its bytes present: nobody who maps it will find memory missing later. It asks no
     * budget, and more than the machine has may end processes.
     *
     * @param bytes how many at least; whole pages are taken
     * @return the file, which its producer alone is to hear of until it is sealed
     * @throws PoolRefusedException if there is no room, or no such storage here
     */
    PoolFile create(long bytes) throws PoolRefusedException;
}
