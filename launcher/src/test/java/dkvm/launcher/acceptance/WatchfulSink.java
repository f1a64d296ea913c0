// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import dkvm.sdk.Context;
import dkvm.sdk.Device;
import dkvm.sdk.Received;
import dkvm.sdk.Session;
import dkvm.sdk.Sink;
import dkvm.sdk.event.FrameEvent;
import dkvm.sdk.event.FrameFormat;
import dkvm.sdk.event.Rectangle;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.memory.Buffer;
import java.io.IOException;
import java.io.Writer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A display sink that believes nothing: it keeps a picture of its own, puts into it what the damage of a frame says and
 * no more, and holds it against the whole picture in the buffer. A line a frame goes into a file: the frame's number, and
 * {@code ok} or what is wrong. It takes its time as it likes, and keeps one buffer for a while.
 */
public final class WatchfulSink implements Sink {
    private final Path results;
    private final int slowMs;
    private final Random random = new Random();
    private final ArrayDeque<Buffer> kept = new ArrayDeque<>();
    private Optional<Writer> out = Optional.empty();
    private int[] picture = {};
    private Optional<FrameFormat> format = Optional.empty();

    private WatchfulSink(Context context) {
        results = Path.of(context.options().text("results"));
        slowMs = Integer.parseInt(context.options().optional("slow").orElse("0"));
    }

    /** Runs it. */
    public static void main(String[] arguments) {
        Device.of("watchful").input("video", StreamKind.DISPLAY).sink(WatchfulSink::new).run();
    }

    @Override
    public void open(Session session) throws IOException {
        out = Optional.of(Files.newBufferedWriter(results, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        format = Optional.empty();
    }

    @Override
    public void receive(Received event) throws Exception {
        if (!(event.event() instanceof FrameEvent frame)) {
            throw new IllegalStateException("no frame");
        }
        var verdict = look(frame);
        if (slowMs > 0) {
            Thread.sleep(random.nextInt(slowMs));
        }
        if (verdict.equals("ok") && !matches(frame, picture)) {
            verdict = "its bytes changed while it was held";
        }
        out.orElseThrow().write(event.seq() + " " + verdict + "\n");
        if (random.nextInt(3) == 0) {
            kept.add(frame.buffer().retain());
        }
        while (kept.size() > 1) {
            kept.remove().release();
        }
    }

    private String look(FrameEvent frame) {
        var now = frame.format();
        boolean all = frame.damage().isEmpty();
        if (!format.equals(Optional.of(now))) {
            if (!all) {
                return "another size, and damage";
            }
            format = Optional.of(now);
            picture = new int[now.width() * now.height()];
        }
        var damage = all ? List.of(new Rectangle(0, 0, now.width(), now.height())) : frame.damage();
        for (var part : damage) {
            for (int y = part.y(); y < part.bottom(); y++) {
                MemorySegment.copy(frame.buffer().segment(), ValueLayout.JAVA_INT_UNALIGNED,
                        (long) y * now.stride() + 4L * part.x(), picture, y * now.width() + part.x(), part.width());
            }
        }
        return matches(frame, picture) ? "ok" : "its picture is not what the damage makes of the one before";
    }

    private static boolean matches(FrameEvent frame, int[] picture) {
        return Arrays.equals(pixels(frame), picture);
    }

    private static int[] pixels(FrameEvent frame) {
        var now = frame.format();
        var pixels = new int[now.width() * now.height()];
        for (int y = 0; y < now.height(); y++) {
            MemorySegment.copy(frame.buffer().segment(), ValueLayout.JAVA_INT_UNALIGNED,
                    (long) y * now.stride(), pixels, y * now.width(), now.width());
        }
        return pixels;
    }

    @Override
    public void flush() throws IOException {
        out.orElseThrow().flush();
    }

    @Override
    public void close() throws IOException {
        kept.forEach(Buffer::release);
        kept.clear();
        out.orElseThrow().close();
    }
}
