// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.internal.memory.HeldBuffer;
import dkvm.sdk.internal.memory.Leaks;
import dkvm.sdk.internal.memory.Pool;
import dkvm.sdk.internal.memory.PoolFile;
import dkvm.sdk.internal.memory.PoolFiles;
import dkvm.sdk.internal.memory.Slot;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Access;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Grant;
import dkvm.sdk.wire.v1.Handle;
import dkvm.sdk.wire.v1.PoolAdded;
import dkvm.sdk.wire.v1.PoolMapped;
import dkvm.sdk.wire.v1.PoolRetired;
import dkvm.sdk.wire.v1.PoolUnmapped;
import dkvm.sdk.wire.v1.Release;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The pools that the kernel has told of: the I/O thread adds and retires them, any thread uses them. */
final class Pools {
    private final PoolFiles files;
    private final Outputs outputs;
    private final WireOut out;
    private final Leaks leaks;
    /** By number, until they are unmapped. */
    private final Map<Integer, Pool> mapped = new ConcurrentHashMap<>();

    Pools(PoolFiles files, Outputs outputs, Leaks leaks) {
        this.files = files;
        this.outputs = outputs;
        this.out = outputs.out();
        this.leaks = leaks;
    }

    Leaks leaks() {
        return leaks;
    }

    /** Maps a pool, and says so or why not. I/O thread. */
    void added(PoolAdded message) throws WireException {
        check(message);
        var answer = PoolMapped.newBuilder().setPool(message.getPool());
        try {
            map(message);
        } catch (IOException | InternalError e) {
            // An InternalError: the file was cut short as its pages were touched.
            answer.setError(e.getMessage() == null ? e.toString() : e.getMessage());
        }
        out.send(Envelope.newBuilder().setPoolMapped(answer).build());
    }

    private void check(PoolAdded message) throws WireException {
        var pool = "pool " + Integer.toUnsignedString(message.getPool());
        if (mapped.containsKey(message.getPool())) {
            throw new WireException(pool + " is added twice");
        }
        long slots = message.getSlots();
        if (slots < 1 || message.getSlotBytes() < 1 || message.getSlotBytes() > message.getBytes() / slots) {
            throw new WireException(pool + " of " + message.getBytes() + " bytes cannot have "
                    + Integer.toUnsignedString(message.getSlots()) + " slots of " + message.getSlotBytes());
        }
        if (message.getAccess() != Access.READ && message.getAccess() != Access.WRITE) {
            throw new WireException(pool + " is neither to be read nor to be written");
        }
        if (message.getAccess() == Access.WRITE && grants(message.getPort()).isEmpty()) {
            throw new WireException(pool + " is for an output that carries no buffers: "
                    + Wire.cut(message.getPort(), Wire.MAX_NAME));
        }
    }

    private Optional<Grants> grants(String port) {
        var output = outputs.named(port);
        return output == null ? Optional.empty() : output.grants();
    }

    private void map(PoolAdded message) throws IOException {
        var file = new PoolFile(message.getPath(), message.getInode(), message.getBytes(),
                message.getAccess() == Access.WRITE);
        var arena = Arena.ofShared();
        boolean done = false;
        try {
            var memory = files.map(file, arena);
            files.prefault(memory);
            var pool = new Pool(message.getPool(), message.getPort(), file, message.getSlotBytes(),
                    message.getSlots(), arena, memory, this::unmapped);
            mapped.put(message.getPool(), pool);
            if (file.writable()) {
                grants(message.getPort()).ifPresent(grants -> grants.added(pool));
            }
            done = true;
        } finally {
            if (!done) {
                arena.close();
            }
        }
    }

    private void unmapped(Pool pool) {
        mapped.remove(pool.number());
        unmapped(pool.number());
    }

    private void unmapped(int number) {
        out.send(Envelope.newBuilder().setPoolUnmapped(PoolUnmapped.newBuilder().setPool(number)).build());
    }

    /** The kernel has no more use for a pool. I/O thread. */
    void retired(PoolRetired message) {
        var pool = mapped.get(message.getPool());
        if (pool == null) {
            // It could not be mapped.
            unmapped(message.getPool());
            return;
        }
        grants(pool.port()).ifPresent(grants -> grants.retired(pool));
        pool.retire();
    }

    /** Hands slots to those who wait for them. I/O thread. */
    void granted(Grant message) throws WireException {
        for (var handle : message.getHandlesList()) {
            var slot = slot(handle, true);
            var grants = grants(slot.pool().port());
            if (grants.isPresent()) {
                grants.get().add(slot);
            }
        }
    }

    /**
     * What a handle names.
     *
     * @param toWrite whether the pool is one to be written, and else one to be read
     * @throws WireException if there is no such pool, or the handle goes beyond it
     */
    Slot slot(Handle handle, boolean toWrite) throws WireException {
        var pool = mapped.get(handle.getPool());
        if (pool == null || pool.file().writable() != toWrite) {
            throw new WireException("pool " + Integer.toUnsignedString(handle.getPool()) + " was not added to be "
                    + (toWrite ? "written" : "read"));
        }
        if (Integer.compareUnsigned(handle.getSlot(), pool.slots()) >= 0
                || Long.compareUnsigned(handle.getLength(), pool.slotBytes()) > 0) {
            throw new WireException("slot " + Integer.toUnsignedString(handle.getSlot()) + " with "
                    + Long.toUnsignedString(handle.getLength()) + " bytes, of pool "
                    + Integer.toUnsignedString(handle.getPool()) + " with " + pool.slots() + " slots of "
                    + pool.slotBytes());
        }
        return new Slot(pool, handle.getSlot(), handle.getGeneration());
    }

    /** A buffer of an event: one hold, released with the buffer. I/O thread. */
    HeldBuffer held(Handle handle, String what) throws WireException {
        var slot = slot(handle, false);
        if (!slot.pool().acquire()) {
            throw new WireException("pool " + Integer.toUnsignedString(handle.getPool()) + " is retired");
        }
        return HeldBuffer.of(slot, handle.getLength(), what, leaks, this::release);
    }

    /** The device is done with a slot. */
    void release(Slot slot) {
        out.send(Envelope.newBuilder().setRelease(Release.newBuilder().addHandles(slot.handle(0))).build());
    }

    /** Unmaps all, used or not. */
    void close() {
        mapped.values().forEach(Pool::abandon);
    }

    /** The kernel is gone and cannot remove its files. I/O thread. */
    void removeFiles() {
        for (var pool : mapped.values()) {
            if (pool.file().isPlain()) {
                files.remove(pool.file());
            }
        }
    }
}
