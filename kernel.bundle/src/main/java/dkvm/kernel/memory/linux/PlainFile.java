// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory.linux;

import dkvm.kernel.memory.PoolFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A pool's file in a folder; it is open only in processes that map it. */
final class PlainFile implements PoolFile {
    private static final Logger LOG = LoggerFactory.getLogger(PlainFile.class);

    private final Path file;
    private final long inode;
    private final long bytes;

    PlainFile(Path file, long inode, long bytes) {
        this.file = file;
        this.inode = inode;
        this.bytes = bytes;
    }

    @Override
    public String path() {
        return file.toString();
    }

    @Override
    public long inode() {
        return inode;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void seal() throws IOException {
        var readOnly = PosixFilePermissions.fromString("r--------");
        Files.setPosixFilePermissions(file, readOnly);
        // Some file systems accept it and do nothing.
        if (!Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS).equals(readOnly)) {
            throw new IOException(file + " stays writable there; use another run-time folder");
        }
    }

    @Override
    public void close() {
        delete(file);
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{}: a pool that is not used any more could not be removed: {}; remove it by hand", file,
                    e.toString());
        }
    }
}
