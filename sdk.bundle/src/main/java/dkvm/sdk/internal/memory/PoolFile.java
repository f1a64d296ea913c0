// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal.memory;

/**
 * The file of a pool, as the kernel names it.
 *
 * @param path where it is; below {@code /proc} that may mean another file by now
 * @param inode its inode
 * @param bytes its size
 * @param writable whether it is to be mapped to write
 */
public record PoolFile(String path, long inode, long bytes, boolean writable) {

    /**
     * Whether it is a file with a name, which stays when all who use it are gone.
     *
     * @return false for a path below {@code /proc}
     */
    public boolean isPlain() {
        return !path.startsWith("/proc/");
    }
}
