// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * What the file says of shared memory.
 *
 * @param limit the bytes all pools may take together; empty: the kernel's default
 * @param storage where pools live
 */
public record MemorySettings(OptionalLong limit, Storage storage) {

    /**
     * What all pools may take together.
     *
     * @return bytes; the kernel's default where the file names none
     */
    public long limitOrDefault() {
        return limit.orElseGet(PhysicalMemory::defaultLimit);
    }

    /** Where pools live. */
    public enum Storage {
        /** Whatever works here. */
        AUTO,
        /** Anonymous memory files. */
        MEMFD,
        /** Files in the run-time folder. */
        FILE;

        /**
         * The storage's name in the configuration file.
         *
         * @return lower case, such as {@code memfd}
         */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
