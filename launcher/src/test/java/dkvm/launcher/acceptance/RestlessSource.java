// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import dkvm.sdk.Context;
import dkvm.sdk.Device;
import dkvm.sdk.Session;
import dkvm.sdk.Source;
import dkvm.sdk.event.FrameFormat;
import dkvm.sdk.event.Rectangle;
import dkvm.sdk.event.StreamKind;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A display source that draws a few rectangles a frame into the picture before, and changes its size now and then. What
 * it draws is never what was there.
 */
public final class RestlessSource implements Source {
    private static final int RESIZE_EVERY = 97;

    private final int frames;
    private final long pauseNanos;
    private final Random random;

    private RestlessSource(Context context) {
        frames = Integer.parseInt(context.options().text("frames"));
        pauseNanos = Duration.ofMillis(1).toNanos() * Integer.parseInt(context.options().optional("pause").orElse("0"));
        random = new Random(Long.parseLong(context.options().optional("seed").orElse("1")));
    }

    /** Runs it. */
    public static void main(String[] arguments) {
        Device.of("restless").output("video", StreamKind.DISPLAY).resumable().source(RestlessSource::new).run();
    }

    @Override
    public void run(Session session) throws Exception {
        var video = session.frames("video");
        var format = FrameFormat.xr24(64, 48);
        int colour = 0;
        for (long n = video.nextSeq(); session.active() && n <= frames; n++) {
            if (n % RESIZE_EVERY == 0) {
                format = FrameFormat.xr24(16 + random.nextInt(80), 16 + random.nextInt(60));
            }
            video.format(format);
            boolean anew = random.nextInt(4) == 0;
            var next = anew ? video.blank() : video.next();
            if (next.isEmpty()) {
                return;
            }
            try (var drawing = next.get()) {
                var damage = anew ? everything(format) : some(format);
                for (var part : damage) {
                    colour++;
                    for (int y = part.y(); y < part.bottom(); y++) {
                        for (int x = part.x(); x < part.right(); x++) {
                            drawing.pixels().set(ValueLayout.JAVA_INT_UNALIGNED, (long) y * format.stride() + 4L * x,
                                    colour);
                        }
                    }
                }
                drawing.send(damage, System.nanoTime());
            }
            if (pauseNanos > 0) {
                session.sleepUntil(System.nanoTime() + pauseNanos);
            }
        }
    }

    private static List<Rectangle> everything(FrameFormat format) {
        return List.of(new Rectangle(0, 0, format.width(), format.height()));
    }

    private List<Rectangle> some(FrameFormat format) {
        var some = new ArrayList<Rectangle>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            int width = 1 + random.nextInt(format.width());
            int height = 1 + random.nextInt(format.height());
            some.add(new Rectangle(random.nextInt(format.width() - width + 1),
                    random.nextInt(format.height() - height + 1), width, height));
        }
        return some;
    }
}
