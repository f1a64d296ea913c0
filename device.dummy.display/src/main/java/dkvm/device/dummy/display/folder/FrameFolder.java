// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display.folder;

import dkvm.device.dummy.display.picture.PictureFormat;
import dkvm.device.dummy.display.picture.Pixels;
import dkvm.device.dummy.display.picture.Words;
import dkvm.sdk.DeviceFailure;
import dkvm.sdk.DeviceFailure.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** A folder of pictures that is open for writing. A picture has its name only when it is whole. */
public final class FrameFolder implements Closeable {
    private final Path folder;
    private final PictureFormat format;
    private final long keep;
    private final ProgressFile progressFile;
    private final Optional<FrameIndex> index;
    private final Deque<FrameName> kept = new ArrayDeque<>();
    private Progress progress;

    private FrameFolder(Settings settings, Progress progress) throws IOException {
        folder = settings.folder();
        format = PictureFormat.named(settings.format());
        keep = settings.keep();
        this.progress = progress;
        progressFile = new ProgressFile(folder);
        progressFile.write(progress);
        index = settings.index() ? Optional.of(FrameIndex.open(folder)) : Optional.empty();
    }

    /**
     * What is written.
     *
     * @param folder where to
     * @param format see {@link PictureFormat#named}
     * @param index whether with an index
     * @param keep only so many of the newest files; 0: all
     */
    public record Settings(Path folder, String format, boolean index, long keep) {}

    /**
     * Opens a folder; it is made if it is not there. What an earlier run of the kernel left in it is moved to
     * {@code FOLDER~}; what this run has written is continued.
     *
     * @param settings what is written
     * @param run when this run of the kernel began
     * @param goesOn whether there was a process before this one in this run
     * @return the folder
     * @throws DeviceFailure if it cannot be written to
     */
    public static FrameFolder open(Settings settings, Instant run, boolean goesOn) throws DeviceFailure {
        var folder = settings.folder();
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
            }
            EarlierRun.removeUnfinished(folder);
            var before = ProgressFile.read(folder).filter(progress -> goesOn && progress.run().equals(run));
            if (before.isEmpty()) {
                EarlierRun.moveAway(folder);
            }
            var opened = new FrameFolder(settings, before.orElse(new Progress(run, 0, 0)));
            opened.findKept();
            return opened;
        } catch (IOException e) {
            throw new DeviceFailure(Reason.CANNOT_CREATE, "cannot write to " + folder + ": " + Words.of(e, folder));
        }
    }

    private void findKept() throws IOException {
        if (keep > 0) {
            EarlierRun.files(folder).stream().flatMap(file -> FrameName.of(file).stream()).sorted().forEach(kept::add);
        }
    }

    /**
     * How many pictures have come in this run.
     *
     * @return the number of the last one
     */
    public long received() {
        return progress.received();
    }

    /**
     * The origin of the first picture of this run.
     *
     * @return a {@link System#nanoTime()} value; means nothing while none has come
     */
    public long zeroNanos() {
        return progress.zeroNanos();
    }

    /**
     * Counts a picture that has come.
     *
     * @param originNanos its origin
     * @return its number
     * @throws IOException if that cannot be kept, with words for the user
     */
    public long count(long originNanos) throws IOException {
        long zero = progress.received() == 0 ? originNanos : progress.zeroNanos();
        progress = new Progress(progress.run(), progress.received() + 1, zero);
        try {
            progressFile.write(progress);
        } catch (IOException e) {
            throw cannot(folder.resolve(ProgressFile.NAME), e);
        }
        return progress.received();
    }

    /**
     * Whether pictures of a form can be written.
     *
     * @param fourcc the form
     * @return false if {@link #write} must not be called
     */
    public boolean takes(int fourcc) {
        return format.takes(fourcc);
    }

    /**
     * Writes a picture, or a part of one.
     *
     * @param pixels what
     * @param part the part's number, from 1; 0: the whole
     * @param micros the picture's time
     * @throws IOException if that failed, with words for the user
     */
    public void write(Pixels pixels, int part, long micros) throws IOException {
        var name = new FrameName(progress.received(), part, format.extension());
        var file = folder.resolve(name.text());
        var unfinished = folder.resolve(name.unfinished());
        try {
            try (var out = FileChannel.open(unfinished, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                format.write(pixels, out);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            if (index.isPresent()) {
                index.get().add(micros, name, pixels);
            }
            removeOld(name);
        } catch (IOException e) {
            Files.deleteIfExists(unfinished);
            throw cannot(file, e);
        }
    }

    private void removeOld(FrameName added) throws IOException {
        if (keep > 0) {
            kept.add(added);
            while (kept.size() > keep) {
                Files.deleteIfExists(folder.resolve(kept.remove().text()));
            }
        }
    }

    private static IOException cannot(Path file, IOException e) {
        return new IOException("cannot write " + file + ": " + Words.of(e, file), e);
    }

    @Override
    public void close() throws IOException {
        try (progressFile) {
            if (index.isPresent()) {
                index.get().close();
            }
        }
    }
}
