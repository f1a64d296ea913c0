// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import dkvm.kernel.store.ZipDirectory;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder {@code rejected} in the watched folder: what is not taken, each with the reason beside it. The file itself
 * goes there, not a copy: whoever still writes it goes on, and when it then becomes whole it comes back to be looked at
 * anew. For one thread.
 */
final class Rejected {
    /** Its name. */
    static final String FOLDER = "rejected";
    private static final Logger LOG = LoggerFactory.getLogger(Rejected.class);
    private static final String REASON = ".reason";

    private final Path watched;
    private final Path folder;
    private final InstantSource clock;
    /** Files as they were refused. */
    private final Map<String, FileStat> refused = new HashMap<>();
    /** What was put in their places in the watched folder. */
    private final Map<String, FileStat> restored = new HashMap<>();
    /** What the last look found. */
    private SortedMap<String, FileStat> seen = new TreeMap<>();
    private String fault = "";

    /** The folder in this watched folder; it is made when something is refused. */
    Rejected(Path watched, InstantSource clock) {
        this.watched = watched;
        this.folder = watched.resolve(FOLDER);
        this.clock = clock;
    }

    /**
     * Refuses a file: its reason is written, then it goes, and in its place comes what was good there last. Of an earlier
     * refused file of that name nothing is kept.
     *
     * @param file as it was found wanting; if it was written since, it comes back at once
     * @param words what is wrong; what to do
     * @param good the last good content of that file, in the store
     * @param reasonWritten told in between
     * @throws IOException if it cannot be moved or the good one not be put in its place
     */
    void reject(FolderFile file, String words, Optional<Path> good, Runnable reasonWritten) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        var name = file.name();
        WholeFile.write(reason(name), clock.instant().truncatedTo(ChronoUnit.SECONDS) + " " + name
                + " is not taken: " + words + "\n");
        reasonWritten.run();
        refused.remove(name);
        restored.remove(name);
        seen.remove(name);
        try {
            move(file, good);
        } catch (IOException e) {
            // A reason without a file would tell a lie.
            if (!Files.exists(folder.resolve(name))) {
                Files.deleteIfExists(reason(name));
            }
            throw e;
        }
    }

    private void move(FolderFile file, Optional<Path> good) throws IOException {
        var name = file.name();
        var place = watched.resolve(name);
        var target = folder.resolve(name);
        if (!FileStat.of(place).key().equals(file.stat().key())) {
            // Somebody has put another one there: a kernel that watches the same folder may have refused it already.
            if (!Files.exists(target)) {
                Files.deleteIfExists(reason(name));
            }
            return;
        }
        // Also a link to the same file, if a kernel was killed here: renaming one onto the other would do nothing.
        Files.deleteIfExists(target);
        boolean linked = Files.isSymbolicLink(place)
                ? pointTo(place, target)
                : good.isPresent() && link(place, target);
        refused.put(name, linked || move(place, target) ? file.stat() : FileStat.of(target));
        if (linked && good.isEmpty()) {
            Files.delete(place);
        }
        // Whoever has put another file there meanwhile wants that one.
        if (good.isPresent() && (!linked || Files.isSameFile(place, target))) {
            try {
                WholeFile.copy(good.get(), place);
            } catch (IOException e) {
                // Nothing has happened then, where that can be.
                if (linked) {
                    Files.deleteIfExists(target);
                }
                throw e;
            }
            restored.put(name, FileStat.of(place));
        }
    }

    /** What a symbolic link leads to has another way from there. */
    private static boolean pointTo(Path place, Path target) throws IOException {
        Files.createSymbolicLink(target, place.resolveSibling(Files.readSymbolicLink(place)).toAbsolutePath());
        return true;
    }

    private static boolean link(Path place, Path target) throws IOException {
        try {
            Files.createLink(target, place);
            return true;
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException _) {
            // Not every file system has links: then the name is missing for a moment.
            return false;
        }
    }

    /** True if the file went there itself, false if its content did. */
    private static boolean move(Path place, Path target) throws IOException {
        try {
            Files.move(place, target, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (AtomicMoveNotSupportedException _) {
            Files.move(place, target, StandardCopyOption.REPLACE_EXISTING);
            return false;
        }
    }

    /**
     * Looks whether refused files were written to their end since: those go back into the watched folder. Whatever goes
     * wrong is logged, once while it lasts.
     *
     * @return their names
     */
    List<String> poll() {
        var back = new ArrayList<String>();
        var words = "";
        try {
            var found = Files.isDirectory(folder) ? FolderListing.of(folder) : new TreeMap<String, FileStat>();
            refused.keySet().retainAll(found.keySet());
            restored.keySet().retainAll(found.keySet());
            for (var each : found.entrySet()) {
                if (isToComeBack(each.getKey(), each.getValue())) {
                    bringBack(each.getKey());
                    back.add(each.getKey());
                }
            }
            seen = found;
        } catch (IOException e) {
            words = "cannot look whether something in " + folder + " comes back: " + e;
        }
        if (!words.isEmpty() && !words.equals(fault)) {
            LOG.warn("{}", words);
        }
        fault = words;
        return back;
    }

    private boolean isToComeBack(String name, FileStat stat) throws IOException {
        // Without a reason beside it, somebody has put it there for reasons of his own.
        if (!stat.equals(seen.get(name)) || !Files.exists(reason(name))) {
            return false;
        }
        var then = refused.get(name);
        if (then == null) {
            // Refused by an earlier kernel; what was written later than its reason is news.
            if (stat.mtime().compareTo(Files.getLastModifiedTime(reason(name))) <= 0) {
                refused.put(name, stat);
                return false;
            }
        } else if (stat.isWrittenAs(then)) {
            return false;
        }
        return ZipDirectory.fault(folder.resolve(name)).isEmpty() && isFree(name);
    }

    /** Whether nobody has put something else where it was. */
    private boolean isFree(String name) throws IOException {
        var place = watched.resolve(name);
        return !Files.exists(place) || FileStat.of(place).equals(restored.get(name));
    }

    private void bringBack(String name) throws IOException {
        var target = folder.resolve(name);
        try {
            Files.move(target, watched.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException _) {
            Files.move(target, watched.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.deleteIfExists(reason(name));
        refused.remove(name);
        restored.remove(name);
        LOG.info("{} was written to its end: it is looked at anew", name);
    }

    /** The refused files by name, each with what its reason says: when, why, what to do. */
    Map<String, String> reasons() {
        var reasons = new TreeMap<String, String>();
        try {
            for (var name : FolderListing.of(folder).keySet()) {
                if (Files.exists(reason(name))) {
                    reasons.put(name, Files.readString(reason(name)).strip());
                }
            }
        } catch (IOException _) {
            // There is none, or it cannot be read, which the next look says.
        }
        return reasons;
    }

    private Path reason(String name) {
        return folder.resolve(name + REASON);
    }
}
