// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.config.MemorySettings;
import dkvm.kernel.config.Overflow;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Envelope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** When a picture goes out to a sink, and which. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "pools need posix_fallocate")
class BufferGateTest {
    private static final int MANY = Integer.MAX_VALUE;

    @TempDir
    Path home;

    private BufferDesk desk = new BufferDesk(Path.of("none"));
    private PlayedSource camera = new PlayedSource("camera", desk, new Random());
    private PlayedSink screen = new PlayedSink("screen", desk, new Random());

    @BeforeEach
    void begin() throws WireException {
        desk = new BufferDesk(home.resolve("pools"));
        desk.source("camera");
        desk.sink("screen", 2);
        camera = camera();
        screen = screen();
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private PlayedSource camera() {
        var process = new PlayedSource("camera", desk, new Random());
        desk.sources.put(process.id, process);
        process.attach(true);
        process.activate();
        return process;
    }

    private PlayedSink screen() {
        var process = new PlayedSink("screen", desk, new Random());
        desk.sinks.put(process.id, process);
        process.attach(true);
        process.activate();
        return process;
    }

    private void link(Overflow overflow, int capacity) throws WireException {
        var made = desk.link("camera", "screen", BufferDesk.VIDEO, overflow, capacity);
        var out = Objects.requireNonNull(camera.outs.get(BufferDesk.VIDEO));
        if (out.slotBytes == 0) {
            camera.format(out);
        }
        desk.await();
        camera.read(MANY);
        desk.await();
        assertThat(made).isCompletedWithValueMatching(why -> why.isEmpty());
        screen.read(MANY);
    }

    private void publish(int pictures) throws WireException {
        var out = Objects.requireNonNull(camera.outs.get(BufferDesk.VIDEO));
        int sent = 0;
        for (int i = 0; i < pictures * 100 && sent < pictures; i++) {
            camera.read(MANY);
            sent += camera.publish(out) ? 1 : 0;
            camera.flush();
        }
        assertThat(sent).isEqualTo(pictures);
    }

    /** How many pictures came since the last time. */
    private long write() throws WireException {
        if (screen.asked()) {
            screen.write();
        }
        long pictures = screen.mail.stream().filter(Envelope::hasEvent).count();
        screen.read(MANY);
        return pictures;
    }

    @Test
    void asManyAsItMayHoldAndTheNewestWhenItReleasesOne() throws WireException {
        link(Overflow.LATEST, 1);
        publish(1);
        assertThat(write()).isEqualTo(1);
        publish(1);
        assertThat(write()).isEqualTo(1);
        publish(5);
        screen.acknowledge(MANY);
        assertThat(write()).as("acknowledged, not released").isZero();

        screen.retain();
        screen.release(1);
        screen.release(1);
        screen.release(1);
        assertThat(write()).as("the newest, which says what all before it changed").isEqualTo(1);
        desk.check();
        assertThat(desk.links("camera", BufferDesk.VIDEO)).singleElement()
                .matches(link -> link.dropped().getOrDefault("skipped", 0L) == 4);
    }

    @Test
    void theNewestAtOnceToASinkThatComesLater() throws WireException {
        link(Overflow.LATEST, 1);
        publish(3);
        desk.graph.unlink("camera.video", "screen.video");
        write();
        screen.acknowledge(MANY);
        screen.release(MANY);
        write();
        link(Overflow.LATEST, 1);

        assertThat(write()).isEqualTo(1);
        assertThat(desk.links("camera", BufferDesk.VIDEO)).singleElement()
                .matches(link -> link.in() == 0 && link.inFlight() == 0);
        screen.die();
        screen = screen();
        screen.read(MANY);
        assertThat(write()).as("restarted").isEqualTo(1);
        publish(1);
        assertThat(write()).isEqualTo(1);
        desk.check();
    }

    @Test
    void whoHasHandedOverIsToldOfNoFurtherPoolsUntilItHasItsPlaceBack() throws WireException {
        link(Overflow.LATEST, 1);
        var first = screen;
        screen = new PlayedSink("screen", desk, new Random());
        desk.sinks.put(screen.id, screen);
        screen.takeOver();
        screen.activate();
        screen.read(MANY);
        camera.format(Objects.requireNonNull(camera.outs.get(BufferDesk.VIDEO)));
        desk.await();
        camera.read(MANY);
        first.read(MANY);
        screen.read(MANY);
        assertThat(first.pools).as("those it has").isEmpty();
        assertThat(screen.pools).hasSize(1);

        desk.sinks.put(first.id, first);
        first.takeOver();
        first.activate();
        screen.leave();
        first.read(MANY);
        assertThat(first.pools).hasSize(1);
        publish(1);
        screen = first;
        assertThat(write()).isEqualTo(1);
    }

    @Test
    void theNewestOnceTheLinkIsBackFromDown() throws WireException {
        link(Overflow.LATEST, 1);
        publish(1);
        write();
        publish(1);
        write();
        publish(1);
        desk.graph.look(Duration.ofSeconds(3).toNanos());
        assertThat(desk.links("camera", BufferDesk.VIDEO)).singleElement().matches(link -> link.state().equals("DOWN"));
        publish(2);
        screen.acknowledge(MANY);
        desk.graph.look(1);
        assertThat(desk.links("camera", BufferDesk.VIDEO)).as("it acknowledges all and releases nothing")
                .singleElement().matches(link -> link.state().equals("DOWN"));
        assertThat(write()).isZero();

        screen.release(1);
        desk.graph.look(1);
        assertThat(write()).isEqualTo(1);
        assertThat(desk.links("camera", BufferDesk.VIDEO)).singleElement().matches(link -> link.state().equals("UP"));
        desk.check();
    }

    @Test
    void neverByALinkForWhichThereIsNoMemory() throws WireException {
        link(Overflow.LATEST, 1);
        desk.sink("wall", 2);
        desk.memory.configure(new MemorySettings(OptionalLong.of(1), MemorySettings.Storage.FILE));
        var refused = desk.link("camera", "wall", BufferDesk.VIDEO, Overflow.LATEST, 1);
        desk.await();

        assertThat(refused.join()).hasValueSatisfying(why -> assertThat(why).contains("memory: {limit"));
        assertThat(desk.links("camera", BufferDesk.VIDEO)).singleElement()
                .matches(link -> link.to().equals("screen.video"));
        publish(1);
        assertThat(write()).isEqualTo(1);
        desk.memory.configure(new MemorySettings(OptionalLong.of(Long.MAX_VALUE), MemorySettings.Storage.FILE));
        var made = desk.link("camera", "wall", BufferDesk.VIDEO, Overflow.LATEST, 1);
        desk.await();
        camera.read(MANY);
        desk.await();
        assertThat(made.join()).isEmpty();
        desk.check();
    }

    @Test
    void noneOfAStreamThatHasEnded() throws WireException {
        link(Overflow.LATEST, 1);
        publish(1);
        camera.end(Objects.requireNonNull(camera.outs.get(BufferDesk.VIDEO)));
        write();
        screen.acknowledge(MANY);
        screen.release(MANY);
        write();
        screen.die();
        screen = screen();
        screen.read(MANY);

        assertThat(write()).isZero();
        assertThat(desk.memory.status()).allMatch(pool -> pool.published() == 0);
        desk.check();
    }

    @Test
    void blockHoldsTheSourceBack() throws WireException {
        link(Overflow.BLOCK, 2);
        camera.die();
        camera = camera();
        var out = Objects.requireNonNull(camera.outs.get(BufferDesk.VIDEO));
        assertThat(out.creditSeq).isEqualTo(2);
        camera.format(out);
        desk.await();
        publish(2);
        screen.read(MANY);
        write();
        screen.acknowledge(MANY);
        for (int i = 0; i < 20; i++) {
            camera.read(MANY);
            camera.publish(out);
            camera.flush();
            write();
            screen.acknowledge(MANY);
        }
        assertThat(out.seq).as("two at the sink, two that wait").isEqualTo(4);

        screen.release(1);
        write();
        camera.read(MANY);
        assertThat(out.creditSeq).isGreaterThan(out.seq);
        desk.check();
    }
}
