// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal.memory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** What the operating system does with the files of pools. Any thread. */
public interface PoolFiles {

    /**
     * Maps all of a file, shared; nothing of it stays open. It is the very file that was looked at, whatever its path
     * means before or after.
     *
     * @param file the file
     * @param arena how long it stays mapped
     * @return its bytes; read-only unless the file is to be written
     * @throws IOException if it is not the file that is meant, or cannot be mapped; in words for people
     */
    MemorySegment map(PoolFile file, Arena arena) throws IOException;

    /**
     * Has the pages there before they are needed, as far as the system can do that; else nothing happens.
     *
     * @param mapped what {@link #map} returned
     */
    void prefault(MemorySegment mapped);

    /**
     * Removes a file that has a name, if that still means this file.
     *
     * @param file the file
     */
    void remove(PoolFile file);
}
