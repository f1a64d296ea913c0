// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display;

import dkvm.device.dummy.display.pattern.Bars;
import dkvm.device.dummy.display.pattern.Noise;
import dkvm.device.dummy.display.pattern.Pattern;
import dkvm.device.dummy.display.pattern.Tiles;
import dkvm.device.dummy.display.picture.Canvas;
import dkvm.device.dummy.display.picture.PngReader;
import dkvm.sdk.Context;
import dkvm.sdk.DeviceFailure;
import dkvm.sdk.Frames;
import dkvm.sdk.Session;
import dkvm.sdk.Source;
import dkvm.sdk.config.Options;
import dkvm.sdk.event.FrameFormat;
import dkvm.sdk.event.Rectangle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Shows patterns or picture files, at their times or as fast as they are taken. */
final class DisplaySource implements Source {
    static final String PORT = "video";

    private static final long NONE = -1;

    private final LongSupplier nanoTime;
    private final Options options;
    private final Schedule schedule;
    private final boolean loop;
    private final boolean partial;
    private byte[] token = {};
    /** The picture that was sent last, and its size. */
    private long sent = NONE;
    private FrameFormat sentFormat = FrameFormat.xr24(1, 1);

    DisplaySource(Context context) throws IOException {
        this(context, System::nanoTime);
    }

    DisplaySource(Context context, LongSupplier nanoTime) throws IOException {
        this.nanoTime = nanoTime;
        options = context.options();
        schedule = new Schedule(options.decimal("rate"));
        loop = options.flag("loop");
        partial = options.flag("partial");
        if (options.has("files")) {
            // Loads these classes while the process is passive, and not while the sinks wait for a replacement.
            PngReader.warmUp();
        }
    }

    @Override
    public void run(Session session) throws DeviceFailure, InterruptedException {
        token = new byte[0];
        sent = NONE;
        var show = show();
        var out = session.frames(PORT);
        long next = out.nextSeq() - 1;
        // Without a process before that said when it began, the next frame is due now.
        long start = startOf(session.token()).orElseGet(() -> nanoTime.getAsLong() - schedule.dueNanos(next));
        token = ByteBuffer.allocate(2 * Long.BYTES).putLong(start).putDouble(schedule.rate()).array();
        long end = loop || show.length() == 0 ? Long.MAX_VALUE : show.length();
        for (long n = next; session.active() && n < end; n++) {
            long index = show.length() == 0 ? n : n % show.length();
            // May read a file, which is better done before the frame is due.
            var format = show.format(index);
            long due = start + schedule.dueNanos(n);
            if (schedule.rate() > 0 && due - nanoTime.getAsLong() > 0 && !session.sleepUntil(due)) {
                return;
            }
            if (!send(show, index, format, out, due)) {
                return;
            }
        }
    }

    private boolean send(Show show, long n, FrameFormat format, Frames out, long due)
            throws DeviceFailure, InterruptedException {
        out.format(format);
        boolean isUpdate = partial && sent != NONE && format.equals(sentFormat);
        var buffer = isUpdate ? out.next() : out.blank();
        if (buffer.isEmpty()) {
            return false;
        }
        try (var drawing = buffer.get()) {
            long origin = schedule.origin(due, nanoTime.getAsLong());
            var canvas = Canvas.of(drawing.pixels(), drawing.format());
            List<Rectangle> changes = List.of();
            if (isUpdate) {
                changes = show.update(n, sent, canvas);
            } else {
                show.draw(n, canvas);
            }
            drawing.send(changes, origin);
        }
        sent = n;
        sentFormat = format;
        return true;
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
        return bytes.getDouble() == schedule.rate() && schedule.rate() > 0
                ? OptionalLong.of(start)
                : OptionalLong.empty();
    }

    private Show show() throws DeviceFailure {
        long frames = options.number("frames");
        if (options.has("files")) {
            return new FileShow(PictureFiles.find(options.text("files")), frames);
        }
        int width = (int) options.number("width");
        int height = (int) options.number("height");
        return new PatternShow(pattern(width, height), FrameFormat.xr24(width, height), frames);
    }

    private Pattern pattern(int width, int height) {
        if (options.optional("pattern").orElse("bars").equals("bars")) {
            return new Bars(width, height);
        }
        long seed = options.number("seed");
        return partial ? new Tiles(width, height, seed) : new Noise(width, height, seed);
    }
}
