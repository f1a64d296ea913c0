// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static dkvm.sdk.internal.PlayedPool.damage;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dkvm.sdk.BufferAnswer;
import dkvm.sdk.Drawing;
import dkvm.sdk.event.Fourcc;
import dkvm.sdk.event.FrameFormat;
import dkvm.sdk.event.Rectangle;
import dkvm.sdk.wire.v1.BufferRequest;
import dkvm.sdk.wire.v1.BufferResult;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Envelope.BodyCase;
import dkvm.sdk.wire.v1.Grant;
import dkvm.sdk.wire.v1.StreamClosed;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device that gives out pictures: formats, grants, damage, and what becomes of drawings. */
class CameraTest {
    private static final FrameFormat SMALL = FrameFormat.xr24(32, 16);
    private static final Rectangle CORNER = new Rectangle(0, 0, 2, 2);

    @TempDir
    Path folder;

    private PlayedPool pool() {
        return new PlayedPool(folder, 7, SMALL.bytes(), 4);
    }

    private static void paint(Drawing drawing, int value) {
        drawing.pixels().fill((byte) value);
    }

    private static void set(Drawing drawing, int x, int y, int value) {
        drawing.pixels().set(ValueLayout.JAVA_INT_UNALIGNED, (long) y * drawing.format().stride() + 4L * x, value);
    }

    private static int at(PlayedPool pool, int slot, int x, int y) {
        return pool.slot(slot).get(ValueLayout.JAVA_INT_UNALIGNED, (long) y * SMALL.stride() + 4L * x);
    }

    @Test
    void agreesOnAFormatAndPublishesWhatItDraws() {
        var copied = new CompletableFuture<Long>();
        try (var camera = new PlayedCamera(session -> {
            var frames = session.frames("video");
            assertThat(session.frames("video")).isSameAs(frames);
            frames.format(SMALL);
            frames.format(FrameFormat.xr24(32, 16));
            try (var first = frames.next().orElseThrow()) {
                paint(first, 1);
                first.send(List.of(CORNER), 5);
            }
            assertThat(frames.nextSeq()).isEqualTo(2);
            try (var second = frames.next().orElseThrow()) {
                set(second, 1, 1, 42);
                second.send(List.of(CORNER), 6);
            }
            try (var third = frames.next().orElseThrow()) {
                third.send(List.of(CORNER), 7);
            }
            copied.complete(((SessionFrames) frames).copied());
            session.sleepUntil(System.nanoTime() + TimeUnit.HOURS.toNanos(1));
        })) {
            var pool = pool();
            var asked = camera.agrees();
            assertThat(asked.getPort()).isEqualTo("video");
            assertThat(asked.getSlotBytes()).isEqualTo(32 * 16 * 4);
            assertThat(asked.getFormat().getFourcc()).isEqualTo(Fourcc.XR24);
            camera.maps(pool);
            camera.waits();
            camera.kernel.say(pool.grant(2));
            var event = camera.event();
            assertThat(event.getSeq()).isEqualTo(1);
            assertThat(event.getOrigin()).isEqualTo(5);
            assertThat(event.getBuffersList()).containsExactly(pool.handle(2, 1, SMALL.bytes()));
            assertThat(event.getFrame().getWidth()).isEqualTo(32);
            assertThat(event.getFrame().getStride()).isEqualTo(128);
            assertThat(damage(event.getFrame())).as("the first of an activation is new all over").isEmpty();
            assertThat(at(pool, 2, 31, 15)).isEqualTo(0x01010101);

            camera.kernel.say(pool.grant(0));
            assertThat(damage(camera.event().getFrame())).containsExactly(CORNER);
            assertThat(at(pool, 0, 31, 15)).as("what was sent before is in the next buffer").isEqualTo(0x01010101);
            assertThat(at(pool, 0, 1, 1)).isEqualTo(42);
            camera.kernel.say(Envelope.newBuilder().setGrant(Grant.newBuilder().addHandles(pool.handle(2, 2, 0)))
                    .build());
            assertThat(camera.event().getBuffers(0).getGeneration()).isEqualTo(2);
            assertThat(at(pool, 2, 1, 1)).isEqualTo(42);
            assertThat(copied.join()).as("all into a new slot, the corner into one filled before")
                    .isEqualTo(SMALL.bytes() + 2 * 2 * 4);
            camera.kernel.drain();
            assertThat(camera.kernel.next(BodyCase.DRAINED).message().getDrained().getPositions(0).getSeq())
                    .isEqualTo(3);
        }
    }

    @Test
    void aBlankBufferCostsNoCopyAndADrawingThatIsClosedComesBack() {
        var copied = new CompletableFuture<Long>();
        try (var camera = new PlayedCamera(session -> {
            var frames = session.frames("video");
            frames.format(SMALL);
            for (int i = 0; i < 3; i++) {
                var drawing = frames.blank().orElseThrow();
                paint(drawing, i);
                drawing.send(List.of(), i);
            }
            frames.next().orElseThrow().close();
            assertThat(((SessionFrames) frames).copied()).isEqualTo(SMALL.bytes());
            // Whoever closed it may have drawn in it.
            frames.next().orElseThrow().close();
            copied.complete(((SessionFrames) frames).copied());
            session.sleepUntil(System.nanoTime() + TimeUnit.HOURS.toNanos(1));
        })) {
            camera.agrees(pool(), 0, 1, 2, 3);
            for (int i = 0; i < 3; i++) {
                assertThat(damage(camera.event().getFrame())).isEmpty();
            }
            assertThat(copied.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(2 * SMALL.bytes());
            camera.kernel.silence(Duration.ofMillis(50));
        }
    }

    @Test
    void damageIsCutToThePictureAndJoinedWhereItIsTooMany() {
        try (var camera = new PlayedCamera(session -> {
            var frames = session.frames("video");
            frames.format(SMALL);
            var many = new ArrayList<Rectangle>();
            for (int i = 0; i < 17; i++) {
                many.add(new Rectangle(i, i / 2, 1, 1));
            }
            for (var damage : List.of(List.of(CORNER), List.of(new Rectangle(30, 10, 9, 9)), many,
                    List.of(SMALL.area()))) {
                var drawing = frames.next().orElseThrow();
                assertThatThrownBy(() -> drawing.send(List.of(CORNER, new Rectangle(32, 0, 1, 1)), 1))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("outside of a picture of 32×16");
                drawing.send(damage, 1);
                assertThatThrownBy(() -> drawing.send(damage, 1)).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(drawing::pixels).isInstanceOf(IllegalStateException.class);
            }
        })) {
            camera.agrees(pool(), 0, 1, 2, 3);
            camera.event();
            assertThat(damage(camera.event().getFrame())).containsExactly(new Rectangle(30, 10, 2, 6));
            assertThat(damage(camera.event().getFrame())).containsExactly(new Rectangle(0, 0, 17, 9));
            assertThat(damage(camera.event().getFrame())).isEmpty();
            camera.kernel.next(BodyCase.END_OF_STREAM);
        }
    }

    @Test
    void whatOneOfTwoOpenDrawingsSendsIsDamageOfTheOther() {
        try (var camera = new PlayedCamera(session -> {
            var frames = session.frames("video");
            frames.format(SMALL);
            frames.next().orElseThrow().send(List.of(), 1);
            var one = frames.next().orElseThrow();
            var other = frames.next().orElseThrow();
            set(one, 0, 0, 1);
            one.send(List.of(CORNER), 2);
            set(other, 9, 9, 2);
            other.send(List.of(new Rectangle(9, 9, 1, 1)), 3);
        })) {
            var pool = pool();
            camera.agrees(pool, 0, 1, 2, 3);
            camera.event();
            assertThat(damage(camera.event().getFrame())).containsExactly(CORNER);
            var last = camera.event();
            assertThat(damage(last.getFrame())).containsExactlyInAnyOrder(CORNER, new Rectangle(9, 9, 1, 1));
            assertThat(at(pool, last.getBuffers(0).getSlot(), 0, 0)).isZero();
        }
    }

    @Test
    void aNewFormatTakesBackWhatWasGrantedAndBeginsWithAWholePicture() {
        var large = FrameFormat.xr24(64, 16);
        try (var camera = new PlayedCamera(session -> {
            var frames = session.frames("video");
            assertThatThrownBy(frames::next).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("call format first");
            frames.format(SMALL);
            frames.next().orElseThrow().send(List.of(), 1);
            var open = frames.next().orElseThrow();
            frames.format(large);
            assertThatThrownBy(() -> open.send(List.of(), 2)).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another format");
            open.close();
            frames.next().orElseThrow().send(List.of(CORNER), 3);
            frames.next().orElseThrow().send(List.of(CORNER), 4);
        })) {
            var pool = pool();
            camera.agrees(pool, 0, 1, 2);
            camera.event();
            var larger = new PlayedPool(folder, 8, large.bytes(), 2);
            var request = camera.request("port", "format");
            // Late ones of the old format: too small to be used.
            camera.kernel.say(pool.grant(3));
            camera.maps(larger);
            camera.answer(request, 0, "", ByteString.EMPTY);
            camera.kernel.say(larger.grant(1, 0));
            var first = camera.event();
            assertThat(first.getBuffers(0).getPool()).isEqualTo(8);
            assertThat(damage(first.getFrame())).isEmpty();
            assertThat(damage(camera.event().getFrame())).containsExactly(CORNER);
            camera.kernel.next(BodyCase.END_OF_STREAM);
            camera.device.exits(0);
        }
    }

    @Test
    void endsWhileItWaitsForABuffer() {
        for (boolean drain : new boolean[]{true, false}) {
            var empty = new CompletableFuture<Boolean>();
            try (var camera = new PlayedCamera(session -> {
                var frames = session.frames("video");
                frames.format(SMALL);
                empty.complete(frames.next().isEmpty());
            })) {
                camera.agrees();
                camera.waits();
                if (drain) {
                    camera.kernel.drain();
                    camera.kernel.next(BodyCase.DRAINED);
                } else {
                    camera.kernel.stop();
                    camera.device.exits(0);
                }
                assertThat(empty.join()).isTrue();
            }
        }
    }

    @Test
    void aDrawingThatWasLostComesBackAndIsReported() {
        try (var camera = new PlayedCamera(session -> {
            var frames = session.frames("video");
            frames.format(SMALL);
            assertThat(frames.next()).isPresent();
            frames.next().orElseThrow().send(List.of(), 2);
        })) {
            var pool = pool();
            camera.agrees(pool, 3);
            var heard = camera.kernel.poll(Duration.ZERO);
            for (int i = 0; i < 100 && heard == null; i++) {
                System.gc();
                heard = camera.kernel.poll(Duration.ofMillis(100));
            }
            var event = requireNonNull(heard, "it did not come back").message().getEvent();
            assertThat(event.getSeq()).isEqualTo(1);
            assertThat(event.getBuffers(0)).isEqualTo(pool.handle(3, 1, SMALL.bytes()));
            assertThat(camera.device.log()).startsWith(
                    "<4>a drawing of output \"video\" was neither sent nor closed; it is given back now.");
        }
    }

    @Test
    void stopsWhileItWaitsForAFormat() {
        try (var camera = new PlayedCamera(session -> {
            var frames = session.frames("video");
            frames.format(SMALL);
            assertThat(frames.next()).isEmpty();
        })) {
            camera.request("port", "format");
            camera.kernel.stop();
            camera.device.exits(0);
            assertThat(camera.device.log()).isEmpty();
        }
    }

    @Test
    void aRefusalAfterTheEndOfTheSessionIsNoFailure() {
        try (var camera = new PlayedCamera(session -> {
            var frames = session.frames("video");
            frames.format(SMALL);
            assertThat(frames.next()).isEmpty();
        })) {
            var request = camera.request("port", "format");
            camera.kernel.drain();
            camera.answer(request, 9, "it is not active", ByteString.EMPTY);
            camera.kernel.next(BodyCase.DRAINED);
            camera.kernel.stop();
            camera.device.exits(0);
            assertThat(camera.device.log()).isEmpty();
        }
    }

    @Test
    void aPictureWaitsForCreditAndIsDroppedWhenTheDeviceStops() {
        var dropped = new CompletableFuture<Long>();
        try (var camera = new PlayedCamera(session -> {
            var frames = session.frames("video");
            frames.format(SMALL);
            frames.next().orElseThrow().send(List.of(), 1);
            frames.next().orElseThrow().send(List.of(), 2);
            dropped.complete(frames.nextSeq());
        }, 1)) {
            camera.agrees(pool(), 0, 1);
            camera.event();
            camera.waits();
            camera.kernel.silence(Duration.ofMillis(50));
            camera.kernel.stop();
            camera.device.exits(0);
            assertThat(dropped.join()).isEqualTo(3);
        }
    }

    @Test
    void whatAClosedStreamWouldCarryIsDroppedAndTheNextStreamBeginsWithAWholePicture() {
        var dropping = new CompletableFuture<Boolean>();
        try (var camera = new PlayedCamera(session -> {
            var frames = session.frames("video");
            frames.format(SMALL);
            for (int i = 0; session.sleepUntil(System.nanoTime() + 1_000_000); i++) {
                var drawing = frames.next();
                if (drawing.isPresent()) {
                    drawing.get().send(List.of(CORNER), i);
                }
                if (i == 20) {
                    dropping.complete(true);
                }
            }
        }, 2)) {
            var pool = pool();
            camera.agrees(pool, 0, 1, 2);
            camera.event();
            assertThat(damage(camera.event().getFrame())).containsExactly(CORNER);
            camera.kernel.say(Envelope.newBuilder()
                    .setStreamClosed(StreamClosed.newBuilder().setStream(PlayedCamera.STREAM)).build());
            assertThat(dropping.orTimeout(10, TimeUnit.SECONDS).join()).isTrue();
            camera.kernel.say(Envelope.newBuilder()
                    .setStreamOpened(FakeKernel.output(8, "video", 1, 9, PlayedCamera.PLENTY)).build());
            var event = camera.event();
            assertThat(event.getStream()).isEqualTo(8);
            assertThat(damage(event.getFrame())).isEmpty();
        }
    }

    @Test
    void aKernelWithoutMemoryEndsTheDeviceForAWhileAndARefusalForGood() {
        for (var end : List.of(List.of(8, 75), List.of(9, 78), List.of(12, 78))) {
            try (var camera = new PlayedCamera(session -> session.frames("video").format(SMALL))) {
                camera.answer(camera.request("port", "format"), end.getFirst(), "NO_POOL: it is full",
                        ByteString.EMPTY);
                camera.device.exits(end.getLast());
                assertThat(camera.device.log()).isEqualTo("<3>no buffers for output \"video\": NO_POOL: it is full\n");
            }
        }
    }

    @Test
    void asksForOneBufferMore() throws Exception {
        var answers = new ArrayList<BufferAnswer>();
        var done = new CompletableFuture<Void>();
        var wide = FrameFormat.xr24(64, 16);
        try (var camera = new PlayedCamera(session -> {
            var frames = session.frames("video");
            frames.format(SMALL);
            for (int i = 0; i < 3; i++) {
                answers.add(frames.request(wide, Duration.ofMillis(1500)));
            }
            if (frames.request(wide, Duration.ZERO) instanceof BufferAnswer.Granted(var drawing)) {
                paint(drawing, 3);
                drawing.send(List.of(CORNER), 1);
            }
            if (frames.request(wide, Duration.ZERO) instanceof BufferAnswer.Granted(var drawing)) {
                drawing.close();
            }
            done.complete(null);
            session.sleepUntil(System.nanoTime() + TimeUnit.HOURS.toNanos(1));
        })) {
            camera.agrees();
            var first = camera.request("memory", "request");
            var pool = new PlayedPool(folder, 9, wide.bytes(), 2);
            camera.maps(pool);
            for (var result : List.of(BufferResult.WOULD_BLOCK, BufferResult.QUOTA, BufferResult.NO_POOL)) {
                var request = result == BufferResult.WOULD_BLOCK ? first : camera.request("memory", "request");
                var asked = BufferRequest.parseFrom(request.getPayload());
                assertThat(asked.getBytes()).isEqualTo(wide.bytes());
                assertThat(asked.getWaitMs()).isEqualTo(1500);
                assertThat(request.getDeadlineMs()).isEqualTo(6500);
                camera.answer(request, 0, "", answer(result).setMessage("no").build().toByteString());
            }
            for (int slot = 0; slot < 2; slot++) {
                camera.answer(camera.request("memory", "request"), 0, "", answer(BufferResult.GRANTED)
                        .setHandle(pool.handle(slot, 4, 0)).build().toByteString());
                if (slot == 0) {
                    var event = camera.event();
                    assertThat(event.getBuffers(0)).isEqualTo(pool.handle(0, 4, wide.bytes()));
                    assertThat(damage(event.getFrame())).isEmpty();
                }
            }
            assertThat(camera.kernel.next(BodyCase.RELEASE).message().getRelease().getHandlesList())
                    .containsExactly(pool.handle(1, 4, 0));
            done.join();
            assertThat(answers).containsExactly(
                    new BufferAnswer.Refused(BufferAnswer.Reason.WOULD_BLOCK, "no"),
                    new BufferAnswer.Refused(BufferAnswer.Reason.QUOTA, "no"),
                    new BufferAnswer.Refused(BufferAnswer.Reason.NO_POOL, "no"));
        }
    }

    private static dkvm.sdk.wire.v1.BufferAnswer.Builder answer(BufferResult result) {
        return dkvm.sdk.wire.v1.BufferAnswer.newBuilder().setResult(result);
    }
}
