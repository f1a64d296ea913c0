// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display;

import dkvm.sdk.Context;
import dkvm.sdk.Received;
import dkvm.sdk.config.Options;
import dkvm.sdk.event.FrameEvent;
import dkvm.sdk.event.FrameFormat;
import dkvm.sdk.event.Rectangle;
import dkvm.sdk.log.Log;
import dkvm.sdk.log.LogLevel;
import dkvm.sdk.memory.Buffer;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Devices under test, with the defaults of their types. */
final class Devices {
    final FakeTime time = new FakeTime();
    private long seq;

    /** A source of small pictures. */
    DisplaySource source(Map<String, Object> options) throws Exception {
        var all = new HashMap<String, Object>(Map.of("width", 40L, "height", 30L, "rate", 30.0, "frames", 0L, "loop",
                false, "partial", false, "seed", 0L));
        all.putAll(options);
        return new DisplaySource(context(all), time::nanoTime);
    }

    DisplaySink sink(Path directory, Map<String, Object> options) throws Exception {
        var all = new HashMap<String, Object>(Map.of("directory", directory.toString(), "format", "png", "partial",
                "compose", "every", 1L, "keep", 0L));
        all.putAll(options);
        return new DisplaySink(context(all), time::nanoTime);
    }

    /** A picture that is made now, by a source on this host. */
    Received now(FrameFormat format, byte[] pixels, Rectangle... damage) {
        return new Received("video", "screen.video", ++seq, time.nanos, frame(format, pixels, List.of(damage)));
    }

    /** The newest picture, as a new sink is sent it. */
    Received repeat(FrameFormat format, byte[] pixels) {
        return new Received("video", "screen.video", 0, time.nanos - 1, frame(format, pixels, List.of()));
    }

    static FrameEvent frame(FrameFormat format, byte[] pixels, List<Rectangle> damage) {
        return new FrameEvent(format, damage, new Lent(MemorySegment.ofArray(pixels).asReadOnly()));
    }

    private static Context context(Map<String, Object> options) {
        return new Context("device", "type", Options.of(options),
                new Log(new PrintStream(OutputStream.nullOutputStream(), true), LogLevel.INFO));
    }

    /** A buffer of the test's own memory. */
    record Lent(MemorySegment segment) implements Buffer {
        @Override
        public long length() {
            return segment.byteSize();
        }

        @Override
        public Buffer retain() {
            throw new AssertionError("a display sink has done with a picture when receive() returns");
        }

        @Override
        public void release() {
            throw new AssertionError("the SDK releases it");
        }
    }
}
