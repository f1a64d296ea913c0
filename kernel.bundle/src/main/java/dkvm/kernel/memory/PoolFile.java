// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import java.io.IOException;

/** The file of one pool, as processes find and map it. One thread at a time. */
public interface PoolFile extends AutoCloseable {
    /**
     * Where to open it.
     *
     * @return an absolute path; one below {@code /proc} may mean another file once this one is closed
     */
    String path();

    /**
     * What tells it from another file of the same path.
     *
     * @return its inode
     */
    long inode();

    /**
     * Its size.
     *
     * @return bytes, in whole pages
     */
    long bytes();

    /**
     * Lets nobody else write it, once its producer has mapped it. Who was told of it before may have mapped it too.
     *
     * @throws IOException if it cannot be made so, in words for people; then it is not safe to share
     */
    void seal() throws IOException;

    /** Gives up the file; what is mapped stays mapped. A second time does nothing. */
    @Override
    void close();
}
