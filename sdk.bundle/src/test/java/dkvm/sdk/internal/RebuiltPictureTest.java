// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static dkvm.sdk.internal.FakeKernel.output;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Response;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A picture rebuilt from damage equals the source's, whatever is drawn, in whatever order buffers come back, however often
 * the size changes; and nobody writes a buffer that was sent.
 */
class RebuiltPictureTest {
    private static final int FRAMES = 20_000;
    private static final int STREAM = 7;

    private final long seed = Long.getLong("dkvm.memory.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final LinkedBlockingQueue<RandomPainter.Picture> sent = new LinkedBlockingQueue<>();

    @TempDir
    Path folder;

    @Test
    void equalsTheSourcesPicture() throws Exception {
        rebuild(FRAMES / 20);
    }

    @Test
    @Tag("soak")
    void equalsTheSourcesPictureForLong() throws Exception {
        rebuild(FRAMES);
    }

    private void rebuild(int frames) throws Exception {
        long begin = System.nanoTime();
        var painter = new RandomPainter(new Random(random.nextLong()), frames, sent);
        var ledger = new PlayedLedger(folder, new Random(random.nextLong()));
        try (var device = new InProcess(Specs.camera(_ -> painter))) {
            device.kernel.activate(output(STREAM, "video", 1, frames, Long.MAX_VALUE / 2));
            for (int seen = 0; seen < frames;) {
                var heard = device.kernel.next().message();
                var as = "frame " + (seen + 1) + " of seed " + seed + " " + device.log();
                switch (heard.getBodyCase()) {
                    case REQUEST -> {
                        var ok = Envelope.newBuilder().setResponse(Response.newBuilder()
                                .setId(heard.getRequest().getId()).setPayload(ByteString.EMPTY)).build();
                        ledger.format(heard.getRequest()).forEach(device.kernel::say);
                        device.kernel.say(ok);
                    }
                    case POOL_MAPPED -> ledger.mapped(heard.getPoolMapped()).forEach(device.kernel::say);
                    case POOL_UNMAPPED -> ledger.unmapped(heard.getPoolUnmapped());
                    case EVENT -> {
                        var picture = sent.poll(10, TimeUnit.SECONDS);
                        assertThat(picture).as(as).isNotNull();
                        ledger.published(heard.getEvent(), picture, as).forEach(device.kernel::say);
                        seen++;
                    }
                    case STATS, PONG -> {
                        // Of no concern here.
                    }
                    default -> throw new AssertionError(as + ": " + heard);
                }
            }
            device.exits(0);
            System.out.printf("rebuilt %d pictures, %d formats, %.1f %% of their bytes copied, seed %d, %d ms%n",
                    frames,
                    painter.formats(), 100.0 * painter.copied() / painter.bytes(), seed,
                    (System.nanoTime() - begin) / 1_000_000);
            assertThat(painter.copied()).as("seed %d", seed).isLessThan(painter.bytes());
        }
    }
}
