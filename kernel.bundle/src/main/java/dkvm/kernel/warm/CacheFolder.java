// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.warm;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The folder of the caches. A file is called {@code NAME-BYTES.aot} and gets that name when it is whole and on the disk;
 * its time is that of its last use. Kernels may share a folder.
 */
final class CacheFolder {
    static final int MOST_FILES = 20;
    static final long MOST_BYTES = 500_000_000;
    static final Duration UNUSED = Duration.ofDays(30);

    private static final String ENDING = ".aot";
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");

    private final Path folder;

    CacheFolder(Path folder) {
        this.folder = folder;
    }

    /** A cache that can be used; it counts as used. One that lost bytes since is removed. */
    Optional<Path> find(String name) throws IOException {
        for (var file : files(name + "-*" + ENDING)) {
            if (file.getFileName().toString().equals(name + "-" + Files.size(file) + ENDING)) {
                used(file);
                return Optional.of(file);
            }
            Files.deleteIfExists(file);
        }
        return Optional.empty();
    }

    private static void used(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        } catch (IOException _) {
            // A folder that may only be read serves as well; somebody else tidies it.
        }
    }

    /** Makes a finished file the cache of that name; the file must be on the folder's disk. */
    Path put(String name, Path finished) throws IOException {
        long bytes;
        try (var channel = FileChannel.open(finished, StandardOpenOption.WRITE)) {
            // After a power cut too, what has the name has the content: a JVM dies of one that has not.
            channel.force(true);
            bytes = channel.size();
        }
        return Files.move(finished, folder.resolve(name + "-" + bytes + ENDING), StandardCopyOption.ATOMIC_MOVE);
    }

    /** A folder of this process for what is not finished, empty. */
    Path work() throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER));
        }
        // A JVM runs what lies here.
        if (!Files.getPosixFilePermissions(folder).equals(OWNER)) {
            Files.setPosixFilePermissions(folder, OWNER);
        }
        var work = folder.resolve(WorkName.own());
        delete(work);
        return Files.createDirectory(work);
    }

    /** Removes what was left unfinished by processes that are gone, and caches that are old or too many. */
    void tidy(Instant now) throws IOException {
        for (var work : files(WorkName.PREFIX + "*")) {
            if (WorkName.isStale(work.getFileName().toString())) {
                delete(work);
            }
        }
        int kept = 0;
        long bytes = 0;
        for (var cache : newestFirst()) {
            kept++;
            bytes += cache.bytes();
            if (kept > MOST_FILES || bytes > MOST_BYTES || cache.used().isBefore(now.minus(UNUSED))) {
                Files.deleteIfExists(cache.file());
            }
        }
    }

    private record Cache(Path file, long bytes, Instant used) {}

    private List<Cache> newestFirst() throws IOException {
        var caches = new ArrayList<Cache>();
        for (var file : files("*" + ENDING)) {
            caches.add(new Cache(file, Files.size(file), Files.getLastModifiedTime(file).toInstant()));
        }
        caches.sort(Comparator.comparing(Cache::used).reversed());
        return caches;
    }

    private List<Path> files(String pattern) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        var found = new ArrayList<Path>();
        try (var files = Files.newDirectoryStream(folder, pattern)) {
            files.forEach(found::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }

    /** Removes a folder that holds files alone. */
    static void delete(Path work) throws IOException {
        if (Files.isDirectory(work)) {
            try (var files = Files.newDirectoryStream(work)) {
                for (var file : files) {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(work);
        }
    }
}
