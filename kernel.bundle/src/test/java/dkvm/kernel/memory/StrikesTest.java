// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import static dkvm.kernel.memory.MemoryScene.AHEAD;
import static dkvm.kernel.memory.MemoryScene.BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dkvm.kernel.config.MemorySettings.Storage;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Handle;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A device that speaks of buffers it does not hold changes nothing for others, and is ended the sixteenth time. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "pools need posix_fallocate")
class StrikesTest {
    @TempDir
    Path home;

    private final Logger log = (Logger) LoggerFactory.getLogger(Memory.class);
    private MemoryScene scene = new MemoryScene(Path.of("none"), Storage.FILE);
    private PlayedTenant reader = scene.process("reader");
    private PlayedTenant other = scene.process("other");
    private List<Handle> slots = List.of();

    private interface Act {
        void run() throws WireException;
    }

    @BeforeEach
    void begin() throws WireException {
        log.setLevel(Level.ERROR);
        scene.close();
        scene = new MemoryScene(home, Storage.FILE);
        reader = scene.process("reader");
        other = scene.process("other");
        scene.read(reader);
        slots = scene.granted(8);
        reader.mapped(reader.added());
        scene.give(scene.publish(slots.getFirst()), reader);
    }

    @AfterEach
    void close() {
        log.setLevel(null);
        scene.close();
    }

    /** It may do so fifteen times; nothing changes by it. */
    private void refused(PlayedTenant who, Act act) throws WireException {
        var before = List.copyOf(counts());
        for (int i = 1; i < Tenant.MAX_STRIKES; i++) {
            act.run();
        }
        assertThatThrownBy(act::run).isInstanceOf(WireException.class).hasMessageContaining("16th time");
        assertThat(counts()).isEqualTo(before);
        assertThat(who.mail()).filteredOn(message -> !message.hasGrant()).isEmpty();
    }

    private List<String> counts() {
        return scene.memory.status().stream().map(pool -> pool.free() + " " + pool.granted() + " " + pool.published()
                + " " + pool.holders().stream().map(holder -> holder.device() + holder.slots()).toList()).toList();
    }

    @Test
    void releasesWhatAnotherHolds() throws WireException {
        scene.read(other);
        other.mapped(other.added());
        refused(other, () -> other.release(slots.getFirst()));
    }

    @Test
    void retainsOfAPoolItWasNotToldOf() throws WireException {
        refused(other, () -> other.retain(slots.getFirst()));
    }

    @Test
    void releasesAPoolThatThereIsNot() throws WireException {
        refused(reader, () -> reader.release(Handle.newBuilder().setPool(99).setGeneration(1).build()));
    }

    @Test
    void releasesTwice() throws WireException {
        reader.release(slots.getFirst());
        refused(reader, () -> reader.release(slots.getFirst()));
    }

    @Test
    void releasesAFormerUseOfASlotItHoldsAgain() throws WireException {
        reader.release(slots.getFirst());
        Handle again = null;
        while (again == null) {
            var granted = scene.camera.mail().getLast().getGrant().getHandles(0);
            scene.give(scene.publish(granted), reader);
            if (granted.getSlot() == slots.getFirst().getSlot()) {
                again = granted;
            } else {
                reader.release(granted);
            }
        }
        assertThat(again.getGeneration()).isGreaterThan(slots.getFirst().getGeneration());
        refused(reader, () -> reader.release(slots.getFirst()));
        reader.release(again);
    }

    @Test
    void publishesWhatItPublishedBefore() throws WireException {
        refused(scene.camera, () -> publish(slots.getFirst()));
        scene.publish(slots.get(1));
    }

    @Test
    void publishesFromAnotherOutput() throws WireException {
        refused(scene.camera, () -> assertThat(
                scene.memory.publish(scene.camera.tenant, "sound", slots.get(1), List.of(scene.queue))).isNull());
    }

    @Test
    void publishesMoreBytesThanASlotHas() throws WireException {
        for (long length : new long[]{BYTES + 1, -1}) {
            assertThat(scene.memory.publish(scene.camera.tenant, "video",
                    slots.get(1).toBuilder().setLength(length).build(), List.of(scene.queue))).isNull();
        }
        scene.publish(slots.get(1).toBuilder().setLength(BYTES).build());
    }

    @Test
    void aReaderPublishes() throws WireException {
        refused(reader, () -> assertThat(
                scene.memory.publish(reader.tenant, "video", slots.get(1), List.of(scene.queue))).isNull());
        scene.publish(slots.get(1));
    }

    @Test
    void givingBackWhatIsGrantedIsNone() throws WireException {
        scene.camera.mail();
        for (int i = 0; i < 3 * Tenant.MAX_STRIKES; i++) {
            var slot = i == 0 ? slots.get(1) : scene.camera.granted().getFirst();
            scene.camera.release(slot);
        }
        assertThat(scene.memory.status().getFirst().granted()).isEqualTo(AHEAD);
    }

    @Test
    void whatAProcessStillSaidWhenItEndedIsNone() throws WireException {
        scene.memory.leave(scene.camera.tenant);
        for (int i = 0; i < 2 * Tenant.MAX_STRIKES; i++) {
            publish(slots.get(1));
            scene.camera.release(slots.get(2));
        }
        assertThat(scene.camera.tenant.strikes).isZero();
    }

    private void publish(Handle handle) throws WireException {
        assertThat(scene.memory.publish(scene.camera.tenant, "video", handle, List.of(scene.queue))).isNull();
    }
}
