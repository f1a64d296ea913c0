// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dkvm.sdk.internal.memory.PoolFile;
import dkvm.sdk.internal.memory.PoolFiles;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;

/**
 * Files of pools on Linux. A path below {@code /proc} names a descriptor, whose number may be another file's at any
 * moment: what was mapped in the end is asked of {@code /proc/self/maps}. All of it without foreign functions, since
 * linking one costs a process 80 ms of its start.
 */
public final class LinuxFiles implements PoolFiles {
    private static final Path MAPS = Path.of("/proc/self/maps");
    /** The least there is. */
    private static final int PAGE = 4096;

    /** Costs nothing. */
    public LinuxFiles() {}

    @Override
    public MemorySegment map(PoolFile file, Arena arena) throws IOException {
        try {
            var path = Path.of(file.path());
            // Before it is opened: to open some things, such as pipes, may take for ever.
            compare(file, inode(path), Files.size(path));
            var mapped = map(path, file, arena);
            compare(file, file.isPlain() ? inode(path) : mappedInode(mapped), file.bytes());
            return mapped;
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new IOException("there is no " + file.path(), e);
        } catch (AccessDeniedException e) {
            throw new IOException("may not open " + file.path() + " to " + (file.writable() ? "write" : "read"), e);
        }
    }

    private static void compare(PoolFile file, long inode, long bytes) throws IOException {
        if (inode != file.inode() || bytes != file.bytes()) {
            throw new IOException(file.path() + " is another file by now: inode " + Long.toUnsignedString(inode)
                    + " of " + bytes + " bytes instead of inode " + Long.toUnsignedString(file.inode()) + " of "
                    + Long.toUnsignedString(file.bytes()));
        }
    }

    private static long inode(Path path) throws IOException {
        return (Long) Objects.requireNonNull(Files.getAttribute(path, "unix:ino"));
    }

    private static MemorySegment map(Path path, PoolFile file, Arena arena) throws IOException {
        // A mapping to read is made through a descriptor to read: through another it could be made writable later.
        var options = file.writable()
                ? Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE)
                : Set.of(StandardOpenOption.READ);
        try (var channel = FileChannel.open(path, options)) {
            // To map more than there is makes a file longer.
            compare(file, file.inode(), channel.size());
            return mapped(channel, file, arena);
        }
    }

    private static MemorySegment mapped(FileChannel channel, PoolFile file, Arena arena) throws IOException {
        try {
            return channel.map(file.writable() ? MapMode.READ_WRITE : MapMode.READ_ONLY, 0, file.bytes(), arena);
        } catch (IOException e) {
            throw new IOException("cannot map " + file.path() + ": " + e.getMessage(), e);
        }
    }

    /** Of lines such as {@code 7f12a0000000-7f12a0004000 r--s 00000000 00:01 1038 /memfd:pool (deleted)}. */
    private static long mappedInode(MemorySegment mapped) throws IOException {
        try (var lines = Files.lines(MAPS)) {
            var start = Long.toHexString(mapped.address());
            return lines.map(line -> line.split(" +", 6))
                    .filter(fields -> fields[0].replaceFirst("^0+", "").startsWith(start + "-")).findFirst()
                    .map(fields -> Long.parseUnsignedLong(fields[4]))
                    .orElseThrow(() -> new IOException("what was mapped at " + start + " is not in " + MAPS));
        }
    }

    @Override
    public void prefault(MemorySegment mapped) {
        byte read = 0;
        for (long at = 0; at < mapped.byteSize(); at += PAGE) {
            read = mapped.get(JAVA_BYTE, at);
            if (!mapped.isReadOnly()) {
                // Nobody else writes there yet.
                mapped.set(JAVA_BYTE, at, read);
            }
        }
    }

    @Override
    public void remove(PoolFile file) {
        try {
            var path = Path.of(file.path());
            if (inode(path) == file.inode()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | InvalidPathException e) {
            // Somebody else has removed it.
        }
    }
}
