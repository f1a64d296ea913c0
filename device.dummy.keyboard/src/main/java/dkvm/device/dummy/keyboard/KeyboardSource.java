// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard;

import dkvm.device.dummy.keyboard.file.Recording;
import dkvm.sdk.Context;
import dkvm.sdk.DeviceFailure;
import dkvm.sdk.Session;
import dkvm.sdk.Source;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Plays the keyboard events of a file, at their times or as fast as they are taken. */
final class KeyboardSource implements Source {
    static final String PORT = "keys";

    private final Context context;
    private final LongSupplier nanoTime;
    private final Path path;
    private final double speed;
    private final boolean loop;
    private byte[] token = {};

    KeyboardSource(Context context) {
        this(context, System::nanoTime);
    }

    KeyboardSource(Context context, LongSupplier nanoTime) {
        this.context = context;
        this.nanoTime = nanoTime;
        path = Path.of(context.options().text("file"));
        speed = context.options().decimal("speed");
        loop = context.options().flag("loop");
        // Loads these classes while the process is passive, and not while the sinks wait for a replacement.
        Recording.warmUp(path);
    }

    @Override
    public void run(Session session) throws DeviceFailure, InterruptedException {
        token = new byte[0];
        var recording = Recording.read(path, loop);
        report(recording);
        var schedule = new Schedule(recording, speed);
        var out = session.output(PORT);
        long next = out.nextSeq() - 1;
        if (recording.size() == 0 || (!loop && next >= recording.size())) {
            return;
        }
        // Without a process before that said when it began, the next event is due now.
        long start = startOf(session.token()).orElseGet(() -> nanoTime.getAsLong() - schedule.dueNanos(next));
        token = ByteBuffer.allocate(2 * Long.BYTES).putLong(start).putDouble(speed).array();
        for (long n = next; session.active() && (loop || n < recording.size()); n++) {
            long origin = nanoTime.getAsLong();
            if (speed > 0) {
                long due = start + schedule.dueNanos(n);
                if (due - origin > 0 && !session.sleepUntil(due)) {
                    break;
                }
                origin = due;
            }
            out.send(recording.event((int) (n % recording.size())), origin);
        }
    }

    @Override
    public byte[] token() {
        return token.clone();
    }

    private OptionalLong startOf(byte[] before) {
        if (before.length != 2 * Long.BYTES) {
            return OptionalLong.empty();
        }
        var bytes = ByteBuffer.wrap(before);
        long start = bytes.getLong();
        return bytes.getDouble() == speed && speed > 0 ? OptionalLong.of(start) : OptionalLong.empty();
    }

    private void report(Recording recording) {
        var log = context.log();
        if (recording.otherKinds() > 0) {
            log.info(path + ": " + recording.otherKinds() + " events that are no key's are not played");
        }
        if (recording.strangeLines() > 0) {
            log.warn(path + ": " + recording.strangeLines() + " lines that are no lines of an evemu file are skipped");
        }
        if (recording.size() == 0) {
            log.warn(path + " holds no event of a keyboard; there is nothing to play");
        }
    }
}
