// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import static dkvm.kernel.memory.MemoryScene.AHEAD;
import static dkvm.kernel.memory.MemoryScene.BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dkvm.kernel.config.MemorySettings.Storage;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Access;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.PoolAdded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A pool from its making to its end, in memory files and in plain ones. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "pools need posix_fallocate")
class PoolLifeTest {
    @TempDir
    Path home;

    private MemoryScene scene = new MemoryScene(Path.of("none"), Storage.AUTO);

    private void begin(Storage storage) {
        scene.close();
        scene = new MemoryScene(home, storage);
    }

    @AfterEach
    void close() throws IOException {
        scene.close();
        if (Files.exists(scene.folder)) {
            try (var left = Files.list(scene.folder)) {
                assertThat(left).as("files left").isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MEMFD", "FILE"})
    void tellsItsProducerAloneAndGrantsNothingBeforeThatHasMappedIt(Storage storage) throws WireException {
        begin(storage);
        var reader = scene.process("reader");
        scene.read(reader);
        var pool = scene.offered(6);

        assertThat(pool.getAccess()).isEqualTo(Access.WRITE);
        assertThat(pool.getPort()).isEqualTo("video");
        assertThat(pool.getSlots()).isEqualTo(6);
        assertThat(pool.getSlotBytes()).isEqualTo(BYTES);
        assertThat(pool.getBytes()).isGreaterThanOrEqualTo(6 * BYTES);
        assertThat(MemoryScene.open(pool)).isTrue();
        assertThat(MemoryScene.permissions(pool)).startsWith("rw-");
        assertThat(reader.mail()).isEmpty();

        scene.camera.mapped(pool);
        assertThat(scene.camera.granted()).hasSize(AHEAD);
        scene.camera.mapped(pool);
        assertThat(scene.camera.mail()).as("when it says so again").isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"MEMFD", "FILE"})
    void tellsReadersOnceItIsSealed(Storage storage) throws WireException {
        begin(storage);
        var early = scene.process("early");
        var seen = new ArrayList<String>();
        early.told = message -> seen.add(MemoryScene.permissions(message.getPoolAdded()));
        scene.read(early);
        scene.granted(6);
        var late = scene.process("late");
        scene.read(late);
        scene.read(late);

        assertThat(seen).containsExactly("r--------");
        for (var reader : List.of(early, late)) {
            var pool = reader.added();
            assertThat(pool.getAccess()).isEqualTo(Access.READ);
            assertThat(pool.getPort()).isEqualTo("in");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MEMFD", "FILE"})
    void isClosedWhenNobodyHoldsASlotAndAllWhoWereToldHaveAnsweredOrAreGone(Storage storage) throws WireException {
        begin(storage);
        var reader = scene.process("reader");
        var other = scene.process("other");
        scene.read(reader);
        scene.read(other);
        var handle = scene.granted(6).getFirst();
        var pool = reader.added();
        reader.mapped(pool);
        other.mapped(other.added());
        assertThat(scene.give(scene.publish(handle), reader)).isEqualTo(Delivery.GIVEN);

        scene.memory.leave(scene.camera.tenant);
        assertThat(reader.mail()).as("what is told while a slot is held").isEmpty();
        reader.release(handle);
        assertThat(reader.mail()).singleElement().matches(Envelope::hasPoolRetired);
        assertThat(other.mail()).singleElement().matches(Envelope::hasPoolRetired);
        reader.unmapped(pool);
        scene.await();
        assertThat(MemoryScene.open(pool)).as("open while one has not answered").isTrue();

        scene.memory.leave(other.tenant);
        scene.await();
        assertThat(MemoryScene.open(pool)).isFalse();
        assertThat(scene.memory.status()).isEmpty();
    }

    @Test
    void holdsBackABufferUntilItsReaderHasMappedThePool() throws WireException {
        begin(Storage.FILE);
        var reader = scene.process("reader");
        var slots = scene.granted(9);
        var first = scene.publish(slots.getFirst());

        assertThat(scene.give(first, reader)).isEqualTo(Delivery.LATER);
        var pool = reader.added();
        assertThat(scene.give(first, reader)).isEqualTo(Delivery.LATER);
        assertThat(reader.mail()).as("told again").isEmpty();
        reader.mapped(pool);
        assertThat(scene.give(first, reader)).isEqualTo(Delivery.GIVEN);
        assertThat(scene.give(scene.publish(slots.get(1)), reader)).isEqualTo(Delivery.GIVEN);
        var third = scene.publish(slots.get(2));
        assertThat(scene.give(third, reader)).as("more than it may hold").isEqualTo(Delivery.LATER);
        reader.retain(slots.getFirst());
        reader.release(slots.getFirst());
        assertThat(scene.give(third, reader)).as("it retained one").isEqualTo(Delivery.LATER);
        reader.release(slots.getFirst());
        assertThat(scene.give(third, reader)).isEqualTo(Delivery.GIVEN);
    }

    @Test
    void isSharedWithNobodyIfItCannotBeSealed() throws WireException, IOException {
        begin(Storage.FILE);
        var reader = scene.process("reader");
        scene.read(reader);
        var pool = scene.offered(6);
        Files.delete(PlayedTenant.file(pool));

        assertThatThrownBy(() -> scene.camera.mapped(pool)).isInstanceOf(WireException.class)
                .hasMessageContaining("cannot be sealed");
        assertThat(scene.camera.mail()).isEmpty();
        assertThat(reader.mail()).isEmpty();
    }

    @Test
    void givesWayToAnotherFormatAndTakesBackWhatWasGranted() throws WireException {
        begin(Storage.FILE);
        var reader = scene.process("reader");
        scene.read(reader);
        var slots = scene.granted(6);
        var old = reader.added();
        reader.mapped(old);
        var published = scene.publish(slots.removeFirst());
        slots.addAll(scene.camera.granted());

        scene.now(scene.format(2 * BYTES));
        var pool = scene.camera.added();
        assertThat(pool.getSlotBytes()).isEqualTo(2 * BYTES);
        for (var slot : slots) {
            assertThat(scene.memory.publish(scene.camera.tenant, "video", slot, List.of())).as("%s", slot).isNull();
        }
        assertThat(scene.give(published, reader)).as("what was published before").isEqualTo(Delivery.GIVEN);

        scene.camera.mapped(pool);
        assertThat(scene.camera.granted()).hasSize(AHEAD).allMatch(slot -> slot.getPool() == pool.getPool());
        assertThat(reader.added().getPool()).isEqualTo(pool.getPool());
        reader.release(PoolBook.handle(published));
        assertThat(scene.camera.mail()).singleElement().matches(message -> retired(message, old));
        assertThat(reader.mail()).singleElement().matches(message -> retired(message, old));
    }

    @Test
    void givesWayAlsoWhenTheSameFormatIsSaidAgain() throws WireException {
        begin(Storage.FILE);
        scene.granted(6);
        scene.now(scene.format(BYTES));

        var told = scene.camera.mail();
        assertThat(told).hasSize(2).first().matches(Envelope::hasPoolRetired);
        scene.camera.mapped(told.getLast().getPoolAdded());
        assertThat(scene.camera.granted()).hasSize(AHEAD)
                .allMatch(slot -> slot.getPool() == told.getLast().getPoolAdded().getPool());
    }

    @Test
    void belongsToOneProcessAlone() throws WireException {
        begin(Storage.FILE);
        var reader = scene.process("reader");
        scene.read(reader);
        var handle = scene.granted(6).getFirst();
        var old = reader.added();
        reader.mapped(old);
        var published = scene.publish(handle);
        scene.memory.leave(scene.camera.tenant);

        scene.camera = scene.process("camera");
        scene.now(scene.format(BYTES));
        var pool = scene.camera.added();
        scene.camera.mapped(pool);
        assertThat(scene.camera.granted()).allMatch(slot -> slot.getPool() == pool.getPool());
        assertThat(reader.added().getPool()).isEqualTo(pool.getPool());
        assertThat(scene.give(published, reader)).as("what the process before made").isEqualTo(Delivery.GIVEN);
        reader.release(handle);
        assertThat(reader.mail()).singleElement().matches(message -> retired(message, old));
        reader.unmapped(old);
        scene.await();
        assertThat(MemoryScene.open(old)).isFalse();
        assertThat(scene.camera.mail()).isEmpty();
    }

    @Test
    void isFollowedByAnotherWhenMoreSlotsAreNeeded() throws WireException {
        begin(Storage.FILE);
        scene.granted(6);
        var more = scene.demand(8);
        scene.await();
        assertThat(more).as("before they can be granted").isNotDone();
        var pool = scene.camera.added();
        assertThat(pool.getSlots()).isEqualTo(2);
        scene.camera.mapped(pool);
        assertThat(scene.now(more)).isEmpty();
    }

    @Test
    void isRefusedByALimitOfTheDeviceAndOfTheKernel() {
        scene.close();
        scene = new MemoryScene(home, Storage.FILE, OptionalLong.of(20 * BYTES), OptionalLong.of(10 * BYTES));
        var _ = scene.demand(11);
        assertThat(scene.now(scene.format(BYTES))).hasValueSatisfying(refusal -> {
            assertThat(refusal.reason()).isEqualTo(PoolRefusedException.Reason.QUOTA);
            assertThat(refusal.words()).contains("\"camera\"");
        });
        scene.memory.leave(scene.camera.tenant);
        scene.camera = scene.process("camera");
        assertThat(scene.now(scene.demand(21))).isEmpty();
        assertThat(scene.now(scene.format(BYTES)))
                .hasValueSatisfying(refusal -> assertThat(refusal.words()).contains("this kernel"));
        assertThat(scene.memory.status()).isEmpty();
    }

    /** The one before has drained, and lives until it is decided whether it comes back. */
    @Test
    void doesNotCountAgainstLimitsOnceAnotherProcessMakesTheOutput() throws WireException {
        scene.close();
        scene = new MemoryScene(home, Storage.FILE, OptionalLong.of(10 * BYTES), OptionalLong.of(10 * BYTES));
        scene.granted(6);
        var before = scene.camera;
        scene.camera = scene.process("camera");
        var formatted = scene.format(BYTES);
        scene.await();
        scene.camera.mapped(scene.camera.added());
        assertThat(scene.now(formatted)).isEmpty();
        scene.memory.leave(before.tenant);
    }

    @Test
    void staysAsItIsWhenFurtherSlotsAreRefused() throws WireException {
        scene.close();
        scene = new MemoryScene(home, Storage.FILE, OptionalLong.empty(), OptionalLong.of(10 * BYTES));
        var slot = scene.granted(6).getFirst();

        assertThat(scene.now(scene.demand(11))).isPresent();
        assertThat(scene.now(scene.demand(6))).isEmpty();
        scene.publish(slot);
        assertThat(scene.camera.granted()).hasSize(1);
        assertThat(scene.slots()).isEqualTo(6);
    }

    private static boolean retired(Envelope message, PoolAdded pool) {
        return message.hasPoolRetired() && message.getPoolRetired().getPool() == pool.getPool();
    }

    @Test
    void aReaderThatDoesNotAnswerIsToldOfNoFurtherPoolSoThatItKeepsNoneOfThem() throws WireException {
        scene.granted(6);
        var stopped = scene.process("stopped");
        scene.read(stopped);
        assertThat(stopped.mail()).hasSize(1);

        for (int i = 1; i <= 5; i++) {
            var _ = scene.format(MemoryScene.BYTES + i);
            scene.await();
            var mail = scene.camera.mail();
            for (var message : mail) {
                if (message.hasPoolAdded()) {
                    scene.camera.mapped(message.getPoolAdded());
                } else if (message.hasPoolRetired()) {
                    scene.camera.unmapped(message.getPoolRetired().getPool());
                }
            }
            scene.await();
        }
        assertThat(stopped.mail()).filteredOn(Envelope::hasPoolAdded).isEmpty();
        assertThat(scene.memory.status()).as("the one it was told of, and that of now").hasSize(2);
    }

    @Test
    void aProducerThatUnmapsNothingGetsNoPoolsWithoutEnd() {
        var _ = scene.demand(6);
        for (int i = 0; i <= PoolBook.MAX_RETIRED; i++) {
            assertThat(scene.now(scene.format(MemoryScene.BYTES + i))).as("format %s", i).isEmpty();
        }
        assertThat(scene.now(scene.format(1))).hasValueSatisfying(
                refusal -> assertThat(refusal.reason()).isEqualTo(PoolRefusedException.Reason.QUOTA));
    }
}
