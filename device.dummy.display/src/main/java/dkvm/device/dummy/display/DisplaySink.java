// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display;

import dkvm.device.dummy.display.folder.FrameFolder;
import dkvm.device.dummy.display.picture.PictureFormat;
import dkvm.device.dummy.display.picture.Pixels;
import dkvm.sdk.Context;
import dkvm.sdk.DeviceFailure;
import dkvm.sdk.DeviceFailure.Reason;
import dkvm.sdk.Received;
import dkvm.sdk.Session;
import dkvm.sdk.Session.Cause;
import dkvm.sdk.Sink;
import dkvm.sdk.config.Options;
import dkvm.sdk.event.Fourcc;
import dkvm.sdk.event.FrameEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Saves pictures to a folder: one numbering for a run of the kernel, over as many processes as that takes. */
final class DisplaySink implements Sink {
    static final String PORT = "video";

    private final LongSupplier nanoTime;
    private final FrameFolder.Settings settings;
    private final boolean regions;
    private final long every;
    private final Set<String> sources = new HashSet<>();
    private @Nullable FrameFolder folder;
    private DamageSum damage = new DamageSum();
    private FrameClock clock = new FrameClock();
    private boolean hasNewest;

    DisplaySink(Context context) throws IOException {
        this(context, System::nanoTime);
    }

    DisplaySink(Context context, LongSupplier nanoTime) throws IOException {
        this.nanoTime = nanoTime;
        Options options = context.options();
        var format = options.text("format");
        regions = options.text("partial").equals("regions");
        every = options.number("every");
        settings = new FrameFolder.Settings(Path.of(options.text("directory")), format, regions || format.equals("raw"),
                options.number("keep"));
        // Loads these classes while the process is passive, and not when a picture waits.
        PictureFormat.warmUp(format);
    }

    @Override
    public void open(Session session) throws DeviceFailure {
        var opened = FrameFolder.open(settings, session.runStarted(), session.cause() != Cause.FIRST);
        folder = opened;
        damage = new DamageSum();
        clock = new FrameClock();
        sources.clear();
        hasNewest = opened.received() > 0;
    }

    @Override
    public void receive(Received event) throws DeviceFailure, IOException {
        if (event.event() instanceof FrameEvent frame && !isRepeat(event)) {
            receive(event, frame);
        }
    }

    /** A process that comes after another is sent the newest picture once more, which the one before has written. */
    private boolean isRepeat(Received event) {
        return sources.add(event.from()) && event.seq() == 0 && hasNewest;
    }

    private void receive(Received event, FrameEvent frame) throws DeviceFailure, IOException {
        var out = opened();
        if (!out.takes(frame.format().fourcc())) {
            throw new DeviceFailure(Reason.BAD_DATA, event.from() + " sends pictures of "
                    + Fourcc.name(frame.format().fourcc()) + ", for which this format of file has no form");
        }
        long origin = clock.origin(event, nanoTime.getAsLong());
        long number = out.count(origin);
        damage.add(event.from(), frame);
        if ((number - 1) % every == 0) {
            write(out, frame, Math.max(0, (origin - out.zeroNanos()) / 1000));
        }
    }

    private void write(FrameFolder out, FrameEvent frame, long micros) throws IOException {
        var parts = damage.take();
        if (!regions || parts.isEmpty()) {
            out.write(Pixels.of(frame, frame.format().area()), 0, micros);
            return;
        }
        for (int i = 0; i < parts.size(); i++) {
            out.write(Pixels.of(frame, parts.get(i)), i + 1, micros);
        }
    }

    @Override
    public void close() throws IOException {
        var closing = opened();
        folder = null;
        closing.close();
    }

    private FrameFolder opened() {
        return Objects.requireNonNull(folder, "not open");
    }
}
