// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static dkvm.sdk.internal.FakeKernel.input;
import static dkvm.sdk.internal.PlayedPool.envelope;
import static dkvm.sdk.internal.PlayedPool.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dkvm.sdk.Received;
import dkvm.sdk.Session;
import dkvm.sdk.Sink;
import dkvm.sdk.event.FrameEvent;
import dkvm.sdk.event.FrameFormat;
import dkvm.sdk.event.Rectangle;
import dkvm.sdk.memory.Buffer;
import dkvm.sdk.wire.v1.AudioPeriod;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Envelope.BodyCase;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Handle;
import dkvm.sdk.wire.v1.SetLog;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device that takes pictures: its buffers are lent, kept, given back, and looked after. */
class MonitorTest {
    private static final FrameFormat SMALL = FrameFormat.xr24(32, 16);
    private static final int STREAM = 5;

    @TempDir
    Path folder;

    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private PlayedPool pool;

    @BeforeEach
    void make() {
        pool = new PlayedPool(folder, 3, SMALL.bytes(), 4);
    }

    /** What a test does with each event, and what it keeps. */
    private interface Look {
        void at(FrameEvent frame) throws Exception;
    }

    private InProcess monitor(Look look) {
        var device = new InProcess(Specs.monitor(_ -> new Sink() {
            @Override
            public void open(Session session) {}

            @Override
            public void receive(Received event) throws Exception {
                received.add(event);
                look.at((FrameEvent) event.event());
            }
        }));
        device.kernel.ignoring(BodyCase.CREDIT);
        var hello = device.kernel.greet().getHello();
        assertThat(hello.getPorts(0).getMaxHeld()).isEqualTo(5);
        device.kernel.say(FakeKernel.activation(input(STREAM, "video", "cam.video", 1)));
        device.kernel.next(BodyCase.ACTIVATED);
        device.kernel.say(pool.toRead("video"));
        device.kernel.next(BodyCase.POOL_MAPPED);
        return device;
    }

    private Handle released(InProcess device) {
        var release = device.kernel.next(BodyCase.RELEASE).message().getRelease();
        assertThat(release.getHandlesList()).hasSize(1);
        return release.getHandles(0);
    }

    private Received next() throws InterruptedException {
        var next = received.poll(10, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    private Envelope picture(int slot, long seq, Rectangle... damage) {
        return envelope(frame(STREAM, seq, SMALL, pool.handle(slot, 7, SMALL.bytes()), damage));
    }

    @Test
    void lendsThePictureUntilReceiveReturns() throws Exception {
        var seen = new LinkedBlockingQueue<Integer>();
        try (var device = monitor(frame -> {
            var bytes = frame.buffer().segment();
            assertThat(bytes.byteSize()).isEqualTo(frame.buffer().length()).isEqualTo(SMALL.bytes());
            assertThatThrownBy(() -> bytes.set(ValueLayout.JAVA_INT, 0, 1))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("read-only");
            seen.add(bytes.get(ValueLayout.JAVA_INT, SMALL.bytes() - 4));
        })) {
            pool.slot(2).fill((byte) 9);
            device.kernel.notIgnoring(BodyCase.CREDIT).say(picture(2, 1, new Rectangle(1, 2, 3, 4)));
            assertThat(released(device)).isEqualTo(pool.handle(2, 7, 0));
            var first = next();
            assertThat(first.seq()).isEqualTo(1);
            assertThat(first.from()).isEqualTo("cam.video");
            var frame = (FrameEvent) first.event();
            assertThat(frame.format()).isEqualTo(SMALL);
            assertThat(frame.damage()).containsExactly(new Rectangle(1, 2, 3, 4));
            assertThat(seen).containsExactly(0x09090909);
            assertThat(device.kernel.nextCredit().getSeq()).isEqualTo(1);
            for (var late : new Runnable[]{frame.buffer()::segment, frame.buffer()::retain, frame.buffer()::release,
                    frame.buffer()::close}) {
                assertThatThrownBy(late::run).isInstanceOf(IllegalStateException.class)
                        .hasMessage("the buffer of event 1 from cam.video is used after its release");
            }
            // The newest picture, for a sink that is new.
            device.kernel.say(picture(1, 0));
            assertThat(released(device).getSlot()).isEqualTo(1);
            assertThat(next().seq()).isZero();
            var credit = device.kernel.nextCredit();
            assertThat(credit.getSeq()).isEqualTo(1);
            assertThat(credit.getBytes()).isGreaterThan(100);
        }
    }

    @Test
    void keepsWhatIsRetainedMappedUntilItIsReleased() throws Exception {
        var kept = new LinkedBlockingQueue<Buffer>();
        try (var device = monitor(frame -> kept.add(frame.buffer().retain().retain()))) {
            pool.slot(0).fill((byte) 4);
            device.kernel.say(picture(0, 1));
            var buffer = kept.take();
            device.kernel.silence(Duration.ofMillis(50));
            device.kernel.say(pool.retired());
            buffer.release();
            device.kernel.silence(Duration.ofMillis(50));
            assertThat(buffer.segment().get(ValueLayout.JAVA_INT, 0)).isEqualTo(0x04040404);
            var bytes = buffer.segment();
            buffer.close();
            assertThat(released(device)).isEqualTo(pool.handle(0, 7, 0));
            assertThat(device.kernel.next(BodyCase.POOL_UNMAPPED).message().getPoolUnmapped().getPool()).isEqualTo(3);
            assertThatThrownBy(() -> bytes.get(ValueLayout.JAVA_INT, 0)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void tellsOfBuffersThatWereLost() throws Exception {
        try (var device = monitor(frame -> frame.buffer().retain())) {
            device.kernel.say(picture(0, 1));
            next();
            received.clear();
            collect(device, 0);
            assertThat(device.log()).contains("<4>the buffer of event 1 from cam.video was not released; it is given "
                    + "back now. The log level \"debug\" shows where it was taken\n").doesNotContain("\tat ");

            device.kernel.say(Envelope.newBuilder().setSetLog(SetLog.newBuilder().setPriority(7)).build(),
                    picture(1, 2));
            next();
            received.clear();
            collect(device, 1);
            assertThat(device.log()).contains("the buffer of event 2 from cam.video was not released; it is given "
                    + "back now\n").contains("retained here\n", "MonitorTest.lambda$tellsOfBuffersThatWereLost");
        }
    }

    /** Makes garbage until the slot comes back. */
    private void collect(InProcess device, int slot) {
        for (int i = 0; i < 100; i++) {
            System.gc();
            var heard = device.kernel.poll(Duration.ofMillis(100));
            if (heard != null && heard.message().hasRelease()) {
                assertThat(heard.message().getRelease().getHandles(0).getSlot()).isEqualTo(slot);
                return;
            }
        }
        throw new AssertionError("slot " + slot + " was not given back: " + device.log());
    }

    @Test
    void givesBackAtOnceWhatNobodyHereCanUse() throws Exception {
        try (var device = monitor(_ -> {})) {
            var audio = Event.newBuilder().setStream(STREAM).setSeq(1).setAudio(AudioPeriod.newBuilder().setRate(8000))
                    .addBuffers(pool.handle(1, 1, 8)).addBuffers(pool.handle(2, 1, 8));
            device.kernel.notIgnoring(BodyCase.CREDIT).say(envelope(audio));
            assertThat(released(device).getSlot()).isEqualTo(1);
            assertThat(released(device).getSlot()).isEqualTo(2);
            assertThat(device.kernel.nextCredit().getSeq()).isEqualTo(1);

            device.kernel.ignoring(BodyCase.CREDIT);
            for (int seq = 2; seq < 4; seq++) {
                device.kernel.say(envelope(frame(STREAM, seq, SMALL, pool.handle(0, seq, SMALL.bytes() - 1))));
                assertThat(released(device).getGeneration()).isEqualTo(seq);
            }
            device.kernel.say(envelope(Event.newBuilder().setStream(STREAM).setSeq(4).setData(ByteString.EMPTY)));
            device.kernel.say(picture(0, 5));
            released(device);
            assertThat(next().seq()).isEqualTo(5);
            assertThat(device.log()).isEqualTo("<4>cam.video sends what is no picture, and that is passed over: a "
                    + "buffer of 2047 bytes for a picture of 2048\n");
        }
    }

    @Test
    void damageThatMakesNoSenseMeansAllOfIt() throws Exception {
        try (var device = monitor(_ -> {})) {
            device.kernel.say(picture(0, 1, new Rectangle(30, 0, 3, 1)));
            released(device);
            assertThat(((FrameEvent) next().event()).damage()).isEmpty();
        }
    }

    @Test
    void memoryThatIsGoneEndsTheDeviceInWords() throws IOException {
        try (var device = monitor(frame -> frame.buffer().segment().get(ValueLayout.JAVA_INT, 0))) {
            try (var file = new RandomAccessFile(pool.path.toFile(), "rw")) {
                file.setLength(0);
            }
            device.kernel.say(picture(1, 1));
            device.exits(1);
            assertThat(device.log())
                    .isEqualTo("<3>shared memory is gone under the device: a pool's file was cut short; "
                            + "nothing but the kernel may touch it\n");
        }
    }
}
