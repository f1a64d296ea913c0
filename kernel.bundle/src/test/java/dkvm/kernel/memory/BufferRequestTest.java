// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import static dkvm.kernel.memory.MemoryScene.AHEAD;
import static dkvm.kernel.memory.MemoryScene.BYTES;
import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.config.MemorySettings.Storage;
import dkvm.kernel.memory.BufferGrant.Granted;
import dkvm.kernel.memory.BufferGrant.WouldBlock;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Handle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A producer asks for one buffer outside the grants. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "pools need posix_fallocate")
class BufferRequestTest {
    private static final Duration LONG = Duration.ofHours(1);

    @TempDir
    Path home;

    private MemoryScene scene = new MemoryScene(Path.of("none"), Storage.FILE);

    @BeforeEach
    void begin() {
        scene.close();
        scene = new MemoryScene(home, Storage.FILE, OptionalLong.empty(), OptionalLong.of(20 * BYTES));
    }

    @AfterEach
    void close() {
        long began = System.nanoTime();
        scene.close();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).as("however long somebody would wait")
                .isLessThan(Duration.ofMillis(1900));
    }

    @Test
    void itIsOneOfThePoolIfOneIsFree() throws WireException {
        scene.granted(AHEAD + 1);

        var granted = (Granted) scene.now(scene.request(BYTES, Duration.ZERO));
        assertThat(scene.publish(PoolBook.handle(granted.slot()))).isEqualTo(granted.slot());
    }

    @Test
    void itIsTheNextThatComesFreeBeforeOthersAreGranted() throws WireException {
        var slots = scene.granted(AHEAD);
        var published = scene.publish(slots.getFirst());
        var first = scene.request(BYTES, LONG);
        var second = scene.request(BYTES, LONG);
        scene.await();
        assertThat(first).isNotDone();

        scene.memory.release(published, scene.queue);

        assertThat(scene.now(first)).isInstanceOf(Granted.class);
        assertThat(second).isNotDone();
        assertThat(scene.camera.mail()).isEmpty();
    }

    @Test
    void noneCameFreeInTime() throws Exception {
        var slots = scene.granted(AHEAD);
        long began = System.nanoTime();
        var answer = scene.request(BYTES, Duration.ofMillis(50));

        assertThat(answer.get(10, TimeUnit.SECONDS)).isInstanceOf(WouldBlock.class);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
        assertThat(scene.now(scene.request(BYTES, Duration.ZERO))).isInstanceOf(WouldBlock.class);
        scene.publish(slots.getFirst());
        assertThat(scene.camera.mail()).isEmpty();
    }

    @Test
    void itHasAPoolOfItsOwnIfItIsLarger() throws WireException {
        scene.granted(6);
        var answer = scene.request(5 * BYTES, LONG);
        scene.await();
        var pool = scene.camera.added();
        assertThat(pool.getSlots()).isEqualTo(1);
        assertThat(pool.getSlotBytes()).isEqualTo(5 * BYTES);
        assertThat(answer).isNotDone();
        scene.camera.mapped(pool);

        assertThat(scene.now(answer)).isInstanceOfSatisfying(Granted.class, granted -> {
            assertThat(granted.slot().pool()).isEqualTo(pool.getPool());
        });
        var handle = Handle.newBuilder().setPool(pool.getPool()).setGeneration(1).setLength(5 * BYTES).build();
        scene.memory.release(scene.publish(handle), scene.queue);
        assertThat(scene.camera.mail()).as("it is used once").singleElement().matches(Envelope::hasPoolRetired);
        scene.camera.unmapped(pool);
        scene.await();
        assertThat(MemoryScene.open(pool)).isFalse();
    }

    @Test
    void itNeedsNeitherLinksNorAFormat() throws WireException {
        var answer = scene.request(BYTES, LONG);
        scene.await();
        scene.camera.mapped(scene.camera.added());

        assertThat(scene.now(answer)).isInstanceOf(Granted.class);
    }

    @Test
    void aLimitForbidsIt() throws WireException {
        scene.granted(6);
        assertThat(scene.now(scene.request(15 * BYTES, LONG))).isInstanceOfSatisfying(BufferGrant.Refused.class,
                refused -> {
                    assertThat(refused.refusal().reason()).isEqualTo(PoolRefusedException.Reason.QUOTA);
                    assertThat(refused.refusal().words()).contains("\"camera\"");
                });
    }

    @Test
    void thoseOfSizesOfTheirOwnCountAgainstTheLimitUntilTheyAreReleased() throws WireException {
        scene.granted(6);
        var first = scene.request(7 * BYTES, LONG);
        scene.await();
        var pool = scene.camera.added();
        scene.camera.mapped(pool);
        assertThat(scene.now(first)).isInstanceOf(Granted.class);

        assertThat(scene.now(scene.request(8 * BYTES, LONG))).isInstanceOfSatisfying(BufferGrant.Refused.class,
                refused -> assertThat(refused.refusal().reason()).isEqualTo(PoolRefusedException.Reason.QUOTA));
        scene.camera.release(Handle.newBuilder().setPool(pool.getPool()).setGeneration(1).build());
        scene.camera.mail();
        var _ = scene.request(8 * BYTES, LONG);
        scene.await();
        assertThat(scene.camera.added().getSlotBytes()).isEqualTo(8 * BYTES);
    }

    @Test
    void thereAreOnlySoManyOfSizesOfTheirOwn() throws WireException {
        for (int i = 0; i < BufferAsks.MAX_SINGLE; i++) {
            var _ = scene.request(1, LONG);
        }
        scene.await();
        assertThat(scene.now(scene.request(1, LONG))).isInstanceOf(BufferGrant.Refused.class);
    }

    @Test
    void nobodyWaitsForItAnyMore() throws WireException {
        var slots = scene.granted(AHEAD);
        var published = scene.publish(slots.getFirst());
        var awaited = new AtomicBoolean(true);
        var answer = scene.memory.request(scene.camera.tenant, MemoryScene.PORT, MemoryScene.KIND, BYTES, LONG,
                awaited::get);
        awaited.set(false);
        scene.memory.release(published, scene.queue);
        scene.await();

        assertThat(answer).isCompletedWithValueMatching(WouldBlock.class::isInstance);
        assertThat(scene.camera.granted()).as("for the grants").hasSize(1);
    }

    @Test
    void nothingIsLeftOfItIfItsProcessEnds() throws WireException {
        var slots = scene.granted(AHEAD);
        scene.publish(slots.getFirst());
        var small = scene.request(BYTES, LONG);
        var large = scene.request(5 * BYTES, LONG);
        scene.await();
        scene.camera.mail();

        scene.memory.leave(scene.camera.tenant);
        assertThat(scene.now(small)).isInstanceOf(WouldBlock.class);
        assertThat(scene.now(large)).isInstanceOf(WouldBlock.class);
        assertThat(scene.memory.status()).singleElement().matches(pool -> pool.published() == 1);
        assertThat(scene.now(scene.request(5 * BYTES, Duration.ZERO))).isInstanceOf(WouldBlock.class);
    }

    @Test
    void aLateAnswerLeavesNoPool() throws Exception {
        var answer = scene.request(BYTES, Duration.ZERO);
        assertThat(answer.get(10, TimeUnit.SECONDS)).isInstanceOf(WouldBlock.class);
        var pools = new ArrayList<>(scene.camera.mail());
        for (var message : pools) {
            scene.camera.mapped(message.getPoolAdded());
            scene.camera.unmapped(message.getPoolAdded());
        }
        scene.await();
        assertThat(scene.memory.status()).isEmpty();
    }
}
