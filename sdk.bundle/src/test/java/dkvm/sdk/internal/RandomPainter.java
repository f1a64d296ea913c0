// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.sdk.Drawing;
import dkvm.sdk.Frames;
import dkvm.sdk.Session;
import dkvm.sdk.Source;
import dkvm.sdk.event.Fourcc;
import dkvm.sdk.event.FrameFormat;
import dkvm.sdk.event.Rectangle;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;

/** Draws at random, names what it drew, and tells of each picture it sends. */
final class RandomPainter implements Source {
    private static final int SOME = 0x20202020;

    /** A picture; only what are pixels counts. */
    record Picture(FrameFormat format, MemorySegment bytes) {
        /** Bytes of a row that are pixels. */
        static int row(FrameFormat format) {
            return format.width() * Math.max(1, Fourcc.bytesPerPixel(format.fourcc()));
        }

        /** Where the bytes differ from these, in words; empty: nowhere. */
        String difference(MemorySegment other) {
            for (int y = 0; y < format.height(); y++) {
                for (int i = 0; i < row(format); i++) {
                    int at = y * format.stride() + i;
                    if (bytes.get(ValueLayout.JAVA_BYTE, at) != other.get(ValueLayout.JAVA_BYTE, at)) {
                        return "byte " + i + " of row " + y + " of " + format;
                    }
                }
            }
            return "";
        }
    }

    private final Random random;
    private final int frames;
    private final Queue<Picture> sent;
    /** The picture as it is to be; all this is the device's main thread's, until the device has ended. */
    private byte[] model = {};
    private FrameFormat format = FrameFormat.xr24(1, 1);
    private int formats;
    private long copied;
    private long bytes;

    RandomPainter(Random random, int frames, Queue<Picture> sent) {
        this.random = random;
        this.frames = frames;
        this.sent = sent;
    }

    int formats() {
        return formats;
    }

    long copied() {
        return copied;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public void run(Session session) throws Exception {
        var video = session.frames("video");
        boolean known = false;
        for (int i = 0; i < frames;) {
            if (formats == 0 || random.nextInt(40) == 0) {
                change(video);
                known = false;
            }
            if (random.nextInt(10) == 0) {
                var scribbled = open(video);
                scribbled.pixels().fill((byte) random.nextInt());
                scribbled.close();
            } else if (known && i + 1 < frames && random.nextInt(10) == 0) {
                pair(video);
                i += 2;
            } else {
                single(video, known);
                known = true;
                i++;
            }
            copied = ((SessionFrames) video).copied();
        }
    }

    private void change(Frames video) throws Exception {
        int[] forms = {Fourcc.XR24, Fourcc.RG16, Fourcc.RG24, SOME};
        int width = 1 + random.nextInt(64);
        int fourcc = forms[random.nextInt(forms.length)];
        int stride = width * Math.max(1, Fourcc.bytesPerPixel(fourcc)) + random.nextInt(9);
        var before = format;
        format = new FrameFormat(width, 1 + random.nextInt(48), stride, fourcc);
        if (!format.equals(before) || formats == 0) {
            model = new byte[(int) format.bytes()];
            formats++;
        }
        video.format(format);
    }

    private static Drawing open(Frames video) throws InterruptedException {
        return video.next().orElseThrow();
    }

    private void single(Frames video, boolean known) throws InterruptedException {
        bytes += format.bytes();
        if (random.nextInt(4) == 0) {
            try (var drawing = video.blank().orElseThrow()) {
                var drawn = known ? draw(List.of()) : List.<Rectangle>of();
                drawing.pixels().copyFrom(MemorySegment.ofArray(model));
                send(drawing, drawn);
            }
            return;
        }
        try (var drawing = open(video)) {
            if (known) {
                assertThat(new Picture(format, MemorySegment.ofArray(model)).difference(drawing.pixels())).isEmpty();
            } else {
                drawing.pixels().copyFrom(MemorySegment.ofArray(model));
            }
            var drawn = draw(List.of(drawing));
            send(drawing, drawn);
        }
    }

    /** Two drawings at a time: what the second is has nothing of the first in it. */
    private void pair(Frames video) throws InterruptedException {
        bytes += 2 * format.bytes();
        try (var one = open(video); var other = open(video)) {
            var before = model.clone();
            send(one, draw(List.of(one)));
            model = before;
            send(other, draw(List.of(other)));
        }
    }

    private void send(Drawing drawing, List<Rectangle> damage) throws InterruptedException {
        sent.add(new Picture(format, MemorySegment.ofArray(model.clone())));
        drawing.send(damage, System.nanoTime());
    }

    /** Draws the same into the model and the drawings. */
    private List<Rectangle> draw(List<Drawing> into) {
        var drawn = new ArrayList<Rectangle>();
        int pixel = Math.max(1, Fourcc.bytesPerPixel(format.fourcc()));
        for (int n = 1 + random.nextInt(random.nextInt(8) == 0 ? 25 : 4); n > 0; n--) {
            int x = random.nextInt(format.width());
            int y = random.nextInt(format.height());
            var r = new Rectangle(x, y, 1 + random.nextInt(format.width() - x),
                    1 + random.nextInt(format.height() - y));
            var row = new byte[r.width() * pixel];
            for (int i = r.y(); i < r.bottom(); i++) {
                random.nextBytes(row);
                int at = i * format.stride() + r.x() * pixel;
                System.arraycopy(row, 0, model, at, row.length);
                for (var drawing : into) {
                    MemorySegment.copy(row, 0, drawing.pixels(), ValueLayout.JAVA_BYTE, at, row.length);
                }
            }
            drawn.add(r);
        }
        return drawn;
    }
}
