// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import dkvm.kernel.config.Sizes;
import dkvm.kernel.deploy.Content.Incomplete;
import dkvm.kernel.deploy.Content.Unreadable;
import dkvm.kernel.deploy.Content.Unstable;
import dkvm.kernel.deploy.Content.Whole;
import dkvm.kernel.store.JarStore;
import dkvm.kernel.store.ZipDirectory;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Looks into the watched folder. Each look tells the whole state anew; nothing depends on having seen each change. A file
 * counts once two looks found it the same; then it is copied to the jar store, and looked at once more, so that what was
 * copied is one state of it. It is read again when anything but its name's neighbours changed: also its time stamp, also
 * backwards. For one thread.
 */
final class WatchedFolder {
    /** A larger file is no device jar. */
    static final long MOST_BYTES = 256L << 20;
    /** So long what could not be read or stored is left before it is tried again. */
    static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Stands in a name for what cannot be decoded. */
    private static final char NO_TEXT = '\uFFFD';

    private final Path folder;
    private final Copying store;
    private final LongSupplier nanoTime;
    /** What the last look found, by name. */
    private SortedMap<String, Seen> seen = new TreeMap<>();

    /** A file, since when it is so, and when its content was last looked at. */
    private record Seen(FileStat stat, long sinceNanos, Content content, long readNanos, boolean isGone) {}

    /** Copies a file to where nobody overwrites it. */
    @FunctionalInterface
    interface Copying {
        /** The copy, called after its content as the files of {@link JarStore}. */
        Path copy(Path file) throws IOException;
    }

    /**
     * A folder to look into.
     *
     * @param folder it; may not be there yet
     * @param store where its jars are copied to
     * @param nanoTime a clock as {@link System#nanoTime}
     */
    WatchedFolder(Path folder, JarStore store, LongSupplier nanoTime) {
        this(folder, store::put, nanoTime);
    }

    WatchedFolder(Path folder, Copying store, LongSupplier nanoTime) {
        this.folder = folder;
        this.store = store;
        this.nanoTime = nanoTime;
    }

    /** Looks. Whatever is wrong is in the state, never an exception. */
    FolderState poll() {
        try {
            var listing = FolderListing.of(folder);
            long now = nanoTime.getAsLong();
            var found = new TreeMap<String, Seen>();
            listing.forEach((name, stat) -> found.put(name, look(name, stat, now)));
            seen.forEach((name, before) -> {
                // A listing can miss a file that is just being renamed or replaced: going takes two looks too.
                if (!found.containsKey(name) && !before.isGone()) {
                    found.put(name, new Seen(before.stat(), now, new Unstable(), now, true));
                }
            });
            seen = found;
            return new FolderState(files(), Optional.empty());
        } catch (IOException e) {
            // What was just changing when the folder went is known by nobody.
            var known = files().stream().filter(file -> !(file.content() instanceof Unstable)).toList();
            return new FolderState(known, Optional.of(FolderListing.words(folder, e)));
        }
    }

    private List<FolderFile> files() {
        var files = new ArrayList<FolderFile>();
        seen.forEach((name, file) -> files.add(new FolderFile(name, file.stat(), file.content())));
        return files;
    }

    private Seen look(String name, FileStat stat, long now) {
        var before = seen.get(name);
        if (before == null || before.isGone() || !before.stat().equals(stat)) {
            return new Seen(stat, now, new Unstable(), now, false);
        }
        boolean again = switch (before.content()) {
            case Unstable _ -> true;
            case Unreadable _ -> now - before.readNanos() >= RETRY_NANOS;
            case Incomplete _,Whole _ -> false;
        };
        return again ? new Seen(stat, before.sinceNanos(), read(name, stat, before.sinceNanos()), now, false) : before;
    }

    private Content read(String name, FileStat stat, long sinceNanos) {
        var file = folder.resolve(name);
        try {
            if (stat.size() > MOST_BYTES) {
                return new Incomplete(sinceNanos, "it is larger than " + Sizes.text(MOST_BYTES)
                        + "; a device jar holds its program and the libraries it needs, no more");
            }
            var fault = ZipDirectory.fault(file);
            if (fault.isPresent()) {
                return new Incomplete(sinceNanos, fault.get());
            }
            var stored = store.copy(file);
            // Otherwise it was written meanwhile: the next look sees that it changed.
            return FileStat.of(file).equals(stat) ? new Whole(JarStore.hash(stored), stored) : new Unstable();
        } catch (NoSuchFileException e) {
            if (!file.toString().equals(e.getFile())) {
                return new Unreadable(words(file, e));
            }
            // Of a name that is no text nothing can be opened, ever: that one must not hold up the others.
            return name.indexOf(NO_TEXT) < 0
                    ? new Unstable()
                    : new Unreadable("its name is no text in " + System.getProperty("sun.jnu.encoding")
                            + ", the character set of this kernel's file names; rename it");
        } catch (IOException e) {
            return new Unreadable(words(file, e));
        }
    }

    private static String words(Path file, IOException e) {
        return e instanceof AccessDeniedException denied && file.toString().equals(denied.getFile())
                ? "it cannot be read; give its owner the right to"
                : "it cannot be stored: " + e.getMessage();
    }
}
