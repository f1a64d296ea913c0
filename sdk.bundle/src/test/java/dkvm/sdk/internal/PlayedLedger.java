// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static dkvm.sdk.internal.PlayedPool.damage;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dkvm.sdk.event.FrameFormat;
import dkvm.sdk.internal.memory.Damage;
import dkvm.sdk.internal.memory.Pixels;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Grant;
import dkvm.sdk.wire.v1.Handle;
import dkvm.sdk.wire.v1.PoolMapped;
import dkvm.sdk.wire.v1.PoolUnmapped;
import dkvm.sdk.wire.v1.PortFormat;
import dkvm.sdk.wire.v1.Request;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A kernel's book of one output, with a sink that rebuilds the picture; grants as it likes, three at most. */
final class PlayedLedger {
    private static final int SLOTS = 6;

    /** A picture that a sink, or the kernel itself, still holds, and how it was. */
    private record Published(PlayedPool pool, int slot, MemorySegment bytes) {}

    private final Path folder;
    private final Random random;
    /** Of older formats, and still held. */
    private final List<PlayedPool> leaving = new ArrayList<>();
    private final Set<Integer> retired = new HashSet<>();
    private final List<Handle> granted = new ArrayList<>();
    private final List<Published> held = new ArrayList<>();
    private final int[] generations = new int[SLOTS];
    private int pools;
    private PlayedPool pool;
    private boolean mapped;
    private FrameFormat format = FrameFormat.xr24(1, 1);
    private MemorySegment rebuilt = MemorySegment.NULL;

    PlayedLedger(Path folder, Random random) {
        this.folder = folder;
        this.random = random;
        this.pool = new PlayedPool(folder, 0, 1, 1);
    }

    /** Another format: a new pool, and what was granted is void. */
    List<Envelope> format(Request request) {
        try {
            var asked = PortFormat.parseFrom(request.getPayload());
            granted.clear();
            if (mapped) {
                leaving.add(pool);
            }
            pool = new PlayedPool(folder, ++pools, asked.getSlotBytes() + random.nextInt(2) * 100L, SLOTS);
            mapped = false;
            return List.of(pool.toWrite("video"));
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    List<Envelope> mapped(PoolMapped message) {
        assertThat(message.getError()).isEmpty();
        assertThat(message.getPool()).isEqualTo(pool.number);
        mapped = true;
        return grant();
    }

    void unmapped(PoolUnmapped message) {
        assertThat(retired.remove(message.getPool())).isTrue();
    }

    List<Envelope> published(Event event, RandomPainter.Picture picture, String as) {
        var handle = event.getBuffers(0);
        assertThat(granted.remove(handle.toBuilder().setLength(0).build())).as(as + ": is granted: " + handle).isTrue();
        var bytes = pool.slot(handle.getSlot()).asSlice(0, handle.getLength());
        assertThat(picture.difference(bytes)).as(as + ": the buffer").isEmpty();
        rebuild(event, picture.format(), bytes, as);
        assertThat(picture.difference(rebuilt)).as(as + ": rebuilt from " + damage(event.getFrame())).isEmpty();
        held.add(new Published(pool, handle.getSlot(), MemorySegment.ofArray(bytes.toArray(ValueLayout.JAVA_BYTE))));
        var answers = new ArrayList<Envelope>();
        release(answers, as);
        answers.addAll(grant());
        return answers;
    }

    private void rebuild(Event event, FrameFormat of, MemorySegment bytes, String as) {
        var named = damage(event.getFrame());
        if (!of.equals(format)) {
            assertThat(named).as(as + ": the first of a format").isEmpty();
            format = of;
            rebuilt = MemorySegment.ofArray(new byte[(int) of.bytes()]);
        }
        Pixels.copy(bytes, rebuilt, of, Damage.of(of, named));
    }

    /** Sinks release what they like, in any order; the newest picture stays, and so much is free that one can be granted. */
    private void release(List<Envelope> answers, String as) {
        for (int i = held.size() - 2; i >= 0; i--) {
            if (random.nextInt(3) == 0 || held.size() > SLOTS - 2) {
                var done = held.remove(i);
                var now = done.pool().slot(done.slot()).asSlice(0, done.bytes().byteSize());
                assertThat(now.mismatch(done.bytes())).as(as + ": a buffer that was sent").isNegative();
            }
        }
        for (var old : List.copyOf(leaving)) {
            if (held.stream().noneMatch(one -> one.pool().equals(old))) {
                leaving.remove(old);
                retired.add(old.number);
                answers.add(old.retired());
            }
        }
    }

    private List<Envelope> grant() {
        var free = new ArrayList<Integer>();
        for (int slot = 0; slot < SLOTS; slot++) {
            int which = slot;
            if (held.stream().noneMatch(one -> one.pool().equals(pool) && one.slot() == which)
                    && granted.stream().noneMatch(one -> one.getSlot() == which)) {
                free.add(slot);
            }
        }
        var grant = Grant.newBuilder();
        // Two drawings may be open at a time.
        while (!free.isEmpty() && (granted.size() < 2 || (granted.size() < 3 && random.nextBoolean()))) {
            int slot = free.remove(/* index */ random.nextInt(free.size()));
            var handle = pool.handle(slot, ++generations[slot], 0);
            granted.add(handle);
            grant.addHandles(handle);
        }
        return grant.getHandlesCount() == 0 || !mapped
                ? List.of()
                : List.of(Envelope.newBuilder().setGrant(grant).build());
    }
}
