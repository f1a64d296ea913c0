// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.config.MemorySettings;
import dkvm.kernel.config.MemorySettings.Storage;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Handle;
import dkvm.sdk.wire.v1.PoolAdded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** A memory with a camera that has one output, and whoever reads it. */
final class MemoryScene implements AutoCloseable {
    static final long BYTES = 1000;
    static final String PORT = "video";
    static final StreamKind KIND = StreamKind.DISPLAY;
    static final int AHEAD = 3;
    /** A task of the memory's thread may ask for another, and that tell somebody. */
    private static final int TASKS_IN_A_ROW = 3;
    private static final int MOST_HELD = 2;

    final Path folder;
    final Memory memory;
    /** Stands for a link's queue. */
    final Holder queue = new Holder("kernel", "queue");
    PlayedTenant camera;
    /** A process that is gone: it is answered, and nothing else. */
    private final Tenant nobody = TestMemory.tenant("nobody");

    MemoryScene(Path home, Storage storage) {
        this(home, storage, OptionalLong.empty(), OptionalLong.empty());
    }

    MemoryScene(Path home, Storage storage, OptionalLong limit, OptionalLong cameraLimit) {
        folder = home.resolve("pools");
        memory = new Memory(folder);
        memory.configure(new MemorySettings(limit, storage));
        memory.leave(nobody);
        camera = new PlayedTenant(memory, "camera", cameraLimit);
    }

    PlayedTenant process(String device) {
        return new PlayedTenant(memory, device, OptionalLong.empty());
    }

    /** Waits until the memory's thread has done what it was asked to do so far. */
    void await() {
        for (int i = 0; i < TASKS_IN_A_ROW; i++) {
            memory.format(nobody, "none", StreamKind.DATA, 1).join();
        }
    }

    /** The answer to what the memory's thread does for it. */
    <T> T now(CompletableFuture<T> answer) {
        await();
        assertThat(answer).isDone();
        return answer.join();
    }

    CompletableFuture<Optional<Refusal>> demand(long slots) {
        return memory.demand("camera", PORT, KIND, slots);
    }

    CompletableFuture<Optional<Refusal>> format(long bytes) {
        return memory.format(camera.tenant, PORT, KIND, bytes);
    }

    CompletableFuture<BufferGrant> request(long bytes, Duration wait) {
        return memory.request(camera.tenant, PORT, KIND, bytes, wait, () -> true);
    }

    void read(PlayedTenant reader) {
        memory.read(reader.tenant, "camera", PORT, KIND, "in");
    }

    /** The camera's first pool, offered. */
    PoolAdded offered(int slots) {
        var _ = demand(slots);
        now(format(BYTES));
        return camera.added();
    }

    /** The camera's first pool, mapped; answers what it may write. */
    List<Handle> granted(int slots) throws WireException {
        camera.mapped(offered(slots));
        return new ArrayList<>(camera.granted());
    }

    /** Publishes a slot, which a queue holds then. */
    SlotRef publish(Handle handle) throws WireException {
        var slot = memory.publish(camera.tenant, PORT, handle, List.of(queue));
        if (slot == null) {
            throw new AssertionError("it does not hold it");
        }
        return slot;
    }

    Delivery give(SlotRef slot, PlayedTenant reader) {
        return memory.give(slot, queue, reader.tenant, "in", MOST_HELD);
    }

    /** Everything the memory has of slots. */
    int slots() {
        return memory.status().stream().mapToInt(pool -> pool.slots()).sum();
    }

    static String permissions(PoolAdded pool) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(PlayedTenant.file(pool)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static boolean open(PoolAdded pool) {
        try {
            return Files.exists(PlayedTenant.file(pool))
                    && (long) Files.getAttribute(PlayedTenant.file(pool), "unix:ino") == pool.getInode();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        memory.close();
    }
}
