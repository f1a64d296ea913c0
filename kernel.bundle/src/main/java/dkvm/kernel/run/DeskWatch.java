// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import dkvm.kernel.config.Desk;
import dkvm.kernel.config.DeskReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for a reload when the desk's file has another text than a reload read last, and has been left alone for a while.
 * It looks again and again, since nobody tells what changes on a network mount, and goes by what is there, not by what
 * happened to it: an editor may write into the file, or put another one or a link in its place. A text that was refused
 * is not tried again before device types have become others, and neither is a file that is missing; nothing is asked while a reload is under way. For one
 * thread, but for its end.
 */
final class DeskWatch implements AutoCloseable {
    /** A file that was left alone for so long is written to its end. */
    static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long LOOK_MILLIS = 100;
    /** After something went wrong. */
    private static final long AGAIN_MILLIS = 5000;

    private static final Logger LOG = LoggerFactory.getLogger(DeskWatch.class);

    private final Path file;
    private final LiveDesk desk;
    private final Runnable reload;
    /** Empty: there is no file, or it was not looked at yet. */
    private Optional<Stamp> stamp = Optional.empty();
    private long changedNanos;
    /** What the file holds, and whether that is news, is not known yet. */
    private boolean unread = true;
    private String lastText = "";
    /** Guarded by this. */
    private boolean closed;

    /** By which a change is noticed without reading. */
    private record Stamp(long modified, long size, String key) {
        /** Of what a link leads to. */
        static Optional<Stamp> of(Path file) {
            try {
                var found = Files.readAttributes(file, BasicFileAttributes.class);
                return Optional.of(new Stamp(found.lastModifiedTime().to(TimeUnit.NANOSECONDS), found.size(),
                        String.valueOf(found.fileKey())));
            } catch (IOException _) {
                return Optional.empty();
            }
        }
    }

    /** @param nowNanos when the first change can have been */
    DeskWatch(Path file, LiveDesk desk, Runnable reload, long nowNanos) {
        this.file = file;
        this.desk = desk;
        this.reload = reload;
        changedNanos = nowNanos;
    }

    /** Looks on a thread of its own, until it is closed. */
    static DeskWatch start(Path file, LiveDesk desk, Runnable reload) {
        var watch = new DeskWatch(file, desk, reload, System.nanoTime());
        Thread.ofPlatform().daemon().name("dkvm-watch").start(watch::lookAgainAndAgain);
        return watch;
    }

    private void lookAgainAndAgain() {
        try {
            while (!isClosed()) {
                try {
                    look(System.nanoTime());
                } catch (RuntimeException | Error e) {
                    LOG.error("{} could not be looked at: {}; it is looked at again", file, e.toString(), e);
                    Thread.sleep(AGAIN_MILLIS);
                }
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void look(long nowNanos) {
        if (desk.desk().filter(Desk::watch).isEmpty()) {
            return;
        }
        if (!lastText.equals(desk.lastText())) {
            lastText = desk.lastText();
            unread = true;
        }
        var found = Stamp.of(file);
        if (!found.equals(stamp)) {
            stamp = found;
            changedNanos = nowNanos;
            unread = true;
        } else if (unread && nowNanos - changedNanos >= QUIET_NANOS && !desk.isApplying()) {
            var text = DeskReader.text(file);
            // What is written into it meanwhile is the next look's.
            unread = !Stamp.of(file).equals(stamp);
            if (!unread && !text.equals(desk.lastText())) {
                ask();
            }
        }
    }

    private synchronized void ask() {
        if (!closed) {
            reload.run();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** From now on nothing is asked. It does not wait for the thread: a mount can be dead. */
    @Override
    public synchronized void close() {
        closed = true;
    }
}
