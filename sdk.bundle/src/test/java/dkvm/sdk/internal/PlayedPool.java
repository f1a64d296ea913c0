// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.event.FrameFormat;
import dkvm.sdk.event.Rectangle;
import dkvm.sdk.wire.v1.Access;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Frame;
import dkvm.sdk.wire.v1.Grant;
import dkvm.sdk.wire.v1.Handle;
import dkvm.sdk.wire.v1.PoolAdded;
import dkvm.sdk.wire.v1.PoolRetired;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A pool in a plain file, as a kernel makes it; the test sees its bytes too. */
final class PlayedPool {
    final int number;
    final long slotBytes;
    final int slots;
    final Path path;
    private final MemorySegment memory;

    PlayedPool(Path folder, int number, long slotBytes, int slots) {
        this.number = number;
        this.slotBytes = slotBytes;
        this.slots = slots;
        this.path = folder.resolve("pool" + number);
        try (var channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            memory = channel.map(MapMode.READ_WRITE, 0, slotBytes * slots, Arena.ofAuto());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    PoolAdded.Builder added(Access access, String port) {
        try {
            return PoolAdded.newBuilder().setPool(number).setPath(path.toString())
                    .setInode((Long) Files.getAttribute(path, "unix:ino")).setBytes(slotBytes * slots)
                    .setSlotBytes(slotBytes).setSlots(slots).setAccess(access).setPort(port);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    Envelope toRead(String port) {
        return Envelope.newBuilder().setPoolAdded(added(Access.READ, port)).build();
    }

    Envelope toWrite(String port) {
        return Envelope.newBuilder().setPoolAdded(added(Access.WRITE, port)).build();
    }

    Envelope retired() {
        return Envelope.newBuilder().setPoolRetired(PoolRetired.newBuilder().setPool(number)).build();
    }

    Handle handle(int slot, int generation, long length) {
        return Handle.newBuilder().setPool(number).setSlot(slot).setGeneration(generation).setLength(length).build();
    }

    /** Grants these slots, in their first use. */
    Envelope grant(int... which) {
        var grant = Grant.newBuilder();
        for (int slot : which) {
            grant.addHandles(handle(slot, 1, 0));
        }
        return Envelope.newBuilder().setGrant(grant).build();
    }

    MemorySegment slot(int slot) {
        return memory.asSlice(slot * slotBytes, slotBytes);
    }

    static Event.Builder frame(int stream, long seq, FrameFormat format, Handle buffer, Rectangle... damage) {
        var frame = Frame.newBuilder().setWidth(format.width()).setHeight(format.height()).setStride(format.stride())
                .setFourcc(format.fourcc());
        for (var r : damage) {
            frame.addDamage(dkvm.sdk.wire.v1.Rectangle.newBuilder().setX(r.x()).setY(r.y()).setWidth(r.width())
                    .setHeight(r.height()));
        }
        return Event.newBuilder().setStream(stream).setSeq(seq).setOrigin(System.nanoTime()).setFrame(frame)
                .addBuffers(buffer);
    }

    static Envelope envelope(Event.Builder event) {
        return Envelope.newBuilder().setEvent(event).build();
    }

    /** The damage of an event, as the SDK has it. */
    static List<Rectangle> damage(Frame frame) {
        return frame.getDamageList().stream()
                .map(r -> new Rectangle(r.getX(), r.getY(), r.getWidth(), r.getHeight())).toList();
    }
}
