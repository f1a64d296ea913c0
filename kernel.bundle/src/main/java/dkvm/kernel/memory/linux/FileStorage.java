// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory.linux;

import dkvm.kernel.memory.PoolFile;
import dkvm.kernel.memory.PoolRefusedException;
import dkvm.kernel.memory.PoolStorage;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pools as plain files in a folder of the user's own, for devices that cannot open a kernel's memory files. They are
 * named {@code pool-PID-NUMBER.mem}, and stay until they are closed.
 */
public final class FileStorage implements PoolStorage {
    private static final Logger LOG = LoggerFactory.getLogger(FileStorage.class);
    private static final String OURS = "pool-[0-9]{1,19}-[0-9]{1,19}\\.mem";
    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0100;
    private static final int O_EXCL = 0200;
    private static final int O_CLOEXEC = 02000000;
    private static final int OWNER_READS_AND_WRITES = 0600;

    private final Path folder;
    private final Optional<SystemCalls> calls;
    private final AtomicLong made = new AtomicLong();

    /**
     * Storage in a folder that belongs to one kernel.
     *
     * @param folder made when it is needed
     */
    public FileStorage(Path folder) {
        this(folder, LinuxCalls.here());
    }

    FileStorage(Path folder, Optional<SystemCalls> calls) {
        this.folder = folder.toAbsolutePath();
        this.calls = calls;
    }

    @Override
    public PoolFile create(long bytes) throws PoolRefusedException {
        var system = Storage.calls(calls);
        long size = Storage.pages(system, bytes);
        prepare(system, size);
        Path file;
        int fd;
        do {
            file = folder.resolve("pool-" + ProcessHandle.current().pid() + "-" + made.incrementAndGet() + ".mem");
            fd = open(system, file);
            // Left by a killed kernel that had the same pid, as the first of a container always has.
        } while (fd == -Errno.EEXIST);
        if (fd < 0) {
            throw Storage.refused(size, file + ": " + Errno.words(fd) + "; look at that folder");
        }
        boolean whole = false;
        try {
            allocate(system, fd, file, size);
            var inode = (long) Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
            whole = true;
            return new PlainFile(file, inode, size);
        } catch (IOException e) {
            throw Storage.refused(size, file + ": " + e + "; look at that folder");
        } finally {
            system.close(fd);
            if (!whole) {
                PlainFile.delete(file);
            }
        }
    }

    private static int open(SystemCalls system, Path file) {
        return SystemCalls.repeat(() -> system.open(file.toString(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC,
                OWNER_READS_AND_WRITES));
    }

    private static void allocate(SystemCalls system, int fd, Path file, long size) throws PoolRefusedException {
        int answer = SystemCalls.repeat(() -> system.posixFallocate(fd, size));
        if (answer < 0) {
            throw Storage.refused(size, file + ": " + Errno.words(answer)
                    + "; make room there, or use smaller or fewer streams");
        }
    }

    /** The folder is there, is the user's own, and nobody else gets in. */
    private void prepare(SystemCalls system, long size) throws PoolRefusedException {
        try {
            var own = PosixFilePermissions.fromString("rwx------");
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(folder)) {
                Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(own));
            }
            if (Files.isSymbolicLink(folder)) {
                throw Storage.refused(size, folder + " is a symbolic link; take it away");
            }
            int owner = (int) Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
            if (owner != system.user()) {
                throw Storage.refused(size, folder + " belongs to user " + owner + ", not to user " + system.user()
                        + " who runs this kernel; take it away");
            }
            if (!Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS).equals(own)) {
                Files.setPosixFilePermissions(folder, own);
            }
        } catch (IOException e) {
            throw Storage.refused(size, folder + " cannot be made or used: " + e + "; look at what is there");
        }
    }

    /**
     * Removes what a killed kernel left, before the folder is used; other files stay.
     *
     * @param folder the folder, if there is one
     */
    public static void clear(Path folder) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (var files = Files.newDirectoryStream(folder, FileStorage::isOurs)) {
            files.forEach(PlainFile::delete);
        } catch (IOException | DirectoryIteratorException e) {
            LOG.warn("{}: pools of an earlier kernel could not be looked for: {}", folder, e.toString());
        }
    }

    private static boolean isOurs(Path file) {
        var name = file.getFileName();
        return name != null && name.toString().matches(OURS) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }
}
