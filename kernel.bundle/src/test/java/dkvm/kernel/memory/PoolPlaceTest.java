// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import static dkvm.kernel.memory.MemoryScene.AHEAD;
import static dkvm.kernel.memory.MemoryScene.BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dkvm.kernel.config.MemorySettings.Storage;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Envelope;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What becomes of an output whose pools somebody cannot map. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "it needs memory files")
class PoolPlaceTest {
    @TempDir
    Path home;

    private final Logger log = (Logger) LoggerFactory.getLogger(TenantMessages.class);
    private final ListAppender<ILoggingEvent> heard = new ListAppender<>();
    private MemoryScene scene = new MemoryScene(Path.of("none"), Storage.AUTO);

    @BeforeEach
    void listen() {
        begin(Storage.AUTO);
        heard.start();
        log.addAppender(heard);
        log.setAdditive(false);
    }

    @AfterEach
    void close() {
        log.setAdditive(true);
        log.detachAppender(heard);
        scene.close();
    }

    private void begin(Storage storage) {
        scene.close();
        scene = new MemoryScene(home, storage);
    }

    @Test
    void goesIntoFilesIfItsProducerCannotMapIt() throws WireException {
        var memfd = scene.offered(6);
        assertThat(memfd.getPath()).startsWith("/proc/");

        scene.camera.cannotMap(memfd);
        scene.await();

        assertThat(heard.list).singleElement().satisfies(line -> assertThat(line.getFormattedMessage())
                .contains("camera.video").contains("no permission").contains("into files"));
        var file = scene.camera.added();
        assertThat(PlayedTenant.file(file)).startsWith(scene.folder.toAbsolutePath());
        assertThat(MemoryScene.open(memfd)).as("the one that nobody maps").isFalse();
        scene.camera.mapped(file);
        assertThat(scene.camera.granted()).hasSize(AHEAD);
    }

    @Test
    void goesIntoFilesAtOnceIfSeveralCannotBeMapped() throws WireException {
        var first = scene.offered(6);
        var _ = scene.demand(8);
        scene.await();
        var second = scene.camera.added();

        scene.camera.cannotMap(first);
        scene.camera.cannotMap(second);
        scene.await();

        assertThat(heard.list).hasSize(1);
        assertThat(MemoryScene.open(second)).isFalse();
        assertThat(scene.memory.status()).singleElement().matches(pool -> pool.slots() == 8);
    }

    @Test
    void goesIntoFilesAlsoWhatWasBeingMadeWhenThatWasDecided() throws WireException {
        for (int round = 0; round < 50; round++) {
            begin(Storage.AUTO);
            var first = scene.offered(6);
            var more = scene.demand(8);
            scene.camera.cannotMap(first);
            scene.await();
            for (var message : scene.camera.mail()) {
                if (message.hasPoolAdded() && message.getPoolAdded().getPath().startsWith("/proc/")) {
                    scene.camera.cannotMap(message.getPoolAdded());
                } else if (message.hasPoolAdded()) {
                    scene.camera.mapped(message.getPoolAdded());
                }
            }

            assertThat(scene.now(more)).isEmpty();
            assertThat(scene.memory.status()).singleElement().matches(pool -> pool.granted() == AHEAD);
        }
    }

    @Test
    void goesIntoFilesIfAReaderCannotMapItWhileItsProducerGoesOn() throws WireException {
        var reader = scene.process("reader");
        scene.read(reader);
        var slots = scene.granted(6);
        var slot = scene.publish(slots.getFirst());
        scene.camera.mail();
        var memfd = reader.added();

        reader.cannotMap(memfd);
        scene.await();

        assertThat(heard.list).hasSize(1);
        assertThat(scene.give(slot, reader)).isEqualTo(Delivery.NEVER);
        scene.memory.release(slot, scene.queue);
        scene.publish(slots.get(1));
        scene.camera.mapped(scene.camera.added());
        assertThat(scene.camera.granted()).hasSize(AHEAD);
        var file = reader.added();
        assertThat(PlayedTenant.file(file)).startsWith(scene.folder.toAbsolutePath());
        assertThat(MemoryScene.permissions(file)).isEqualTo("r--------");
    }

    @Test
    void endsTheProducerThatCannotMapItWhereItMustBe() throws WireException {
        begin(Storage.MEMFD);
        var pool = scene.offered(6);

        assertThatThrownBy(() -> scene.camera.cannotMap(pool)).isInstanceOf(WireException.class)
                .hasMessageContaining("no permission");
    }

    @Test
    void keepsFromAReaderWhatThatCannotMapWhereItMustBe() throws WireException {
        begin(Storage.MEMFD);
        var reader = scene.process("reader");
        scene.read(reader);
        var slot = scene.publish(scene.granted(6).getFirst());
        reader.cannotMap(reader.added());

        assertThat(scene.give(slot, reader)).isEqualTo(Delivery.NEVER);
        scene.memory.release(slot, scene.queue);
        scene.memory.leave(scene.camera.tenant);
        scene.await();
        assertThat(scene.memory.status()).isEmpty();
        assertThat(reader.mail()).as("of a pool it has not").isEmpty();
    }

    @Test
    void isClosedAlsoIfAReaderSaysTooLateThatItCannotMapIt() throws WireException {
        var reader = scene.process("reader");
        scene.read(reader);
        scene.granted(6);
        var pool = reader.added();
        scene.memory.leave(scene.camera.tenant);
        assertThat(reader.mail()).singleElement().matches(Envelope::hasPoolRetired);

        reader.cannotMap(pool);
        scene.await();

        assertThat(heard.list).isEmpty();
        assertThat(MemoryScene.open(pool)).isFalse();
        assertThat(scene.memory.status()).isEmpty();
    }

    @Test
    void tellsNobodyOfAPoolThatIsRetired() throws WireException {
        var slot = scene.publish(scene.granted(6).getFirst());
        scene.camera.mail();
        scene.memory.release(slot, scene.queue);
        scene.now(scene.format(2 * BYTES));
        var reader = scene.process("reader");

        assertThat(scene.give(slot, reader)).isEqualTo(Delivery.GONE);
        assertThat(reader.mail()).isEmpty();
    }

    @Test
    void servesARequestAlsoIfThePoolMadeForItCannotBeMapped() throws WireException {
        var answer = scene.request(5 * BYTES, Duration.ofHours(1));
        scene.await();
        scene.camera.cannotMap(scene.camera.added());
        scene.await();
        scene.camera.mapped(scene.camera.added());

        assertThat(scene.now(answer)).isInstanceOf(BufferGrant.Granted.class);
    }
}
