// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.memory.BufferGrant;
import dkvm.kernel.memory.Refusal;
import dkvm.kernel.memory.SlotRef;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Access;
import dkvm.sdk.wire.v1.AudioPeriod;
import dkvm.sdk.wire.v1.Direction;
import dkvm.sdk.wire.v1.EndReason;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Frame;
import dkvm.sdk.wire.v1.Handle;
import dkvm.sdk.wire.v1.PoolAdded;
import dkvm.sdk.wire.v1.Rectangle;
import dkvm.sdk.wire.v1.Release;
import dkvm.sdk.wire.v1.StreamOpened;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A process that produces pictures and sound. */
final class PlayedSource extends PlayedProcess {
    /** Pictures are so large, in pixels of a byte each. */
    private static final int[][] SIZES = {{8, 8}, {5, 7}, {8, 4}, {16, 8}};
    private static final int MOST_DAMAGE = 16;
    private static final int SOUND_BYTES = 32;

    /** A stream that goes out. */
    static final class Out {
        final int stream;
        final String port;
        final StreamKind kind;
        final List<SlotRef> grants = new ArrayList<>();
        /** Pools of its present format. */
        final Set<Integer> current = new HashSet<>();
        /** Pools of former formats, and of other outputs. */
        final Set<Integer> former = new HashSet<>();
        long seq;
        long bytes;
        long creditSeq;
        long creditBytes;
        boolean ended;
        long slotBytes;
        Picture picture = Picture.blank(8, 8);
        @Nullable
        CompletableFuture<Optional<Refusal>> format;

        Out(StreamOpened opened) {
            stream = opened.getStream();
            port = opened.getPort();
            kind = port.equals(BufferDesk.VIDEO) ? StreamKind.DISPLAY : StreamKind.AUDIO;
            seq = opened.getNextSeq() - 1;
            creditSeq = opened.getCreditSeq();
            creditBytes = opened.getCreditBytes();
        }

        /** Its process has its place again; the buffers it had are still its own. */
        void again(StreamOpened opened) {
            assertThat(opened.getStream()).isEqualTo(stream);
            seq = opened.getNextSeq() - 1;
            bytes = 0;
            creditSeq = opened.getCreditSeq();
            creditBytes = opened.getCreditBytes();
        }

        boolean mayGo(int length) {
            return !ended && seq < creditSeq && bytes + length <= creditBytes;
        }
    }

    /** A buffer that was asked for outside the grants. */
    private record Ask(Out out, CompletableFuture<BufferGrant> answer) {}

    private final Random random;
    final Map<String, Out> outs = new TreeMap<>();
    private final List<Ask> asks = new ArrayList<>();

    PlayedSource(String id, BufferDesk desk, Random random) {
        super(id, desk);
        this.random = random;
    }

    @Override
    Access access() {
        return Access.WRITE;
    }

    @Override
    void opened(StreamOpened stream) {
        if (stream.getDirection() == Direction.OUT) {
            var before = outs.get(stream.getPort());
            if (before != null) {
                before.again(stream);
                return;
            }
            var out = new Out(stream);
            out.ended = desk.ended.contains(out.stream);
            outs.put(out.port, out);
        }
    }

    @Override
    void told(PoolAdded pool) {
        if (pool.getSlots() > 1) {
            Objects.requireNonNull(outs.get(pool.getPort())).current.add(pool.getPool());
        }
    }

    @Override
    void message(Envelope message) {
        switch (message.getBodyCase()) {
            case CREDIT -> outs.values().stream().filter(out -> out.stream == message.getCredit().getStream())
                    .forEach(out -> {
                        out.creditSeq = message.getCredit().getSeq();
                        out.creditBytes = message.getCredit().getBytes();
                    });
            case GRANT -> message.getGrant().getHandlesList().forEach(handle -> granted(slot(handle)));
            default -> throw new IllegalStateException("the kernel said " + message);
        }
    }

    private void granted(SlotRef slot) {
        var pool = Objects.requireNonNull(pools.get(slot.pool()), "a grant of a pool it was not told of");
        var out = Objects.requireNonNull(outs.get(pool.getPort()));
        if (!out.former.contains(slot.pool())) {
            out.grants.add(slot);
        }
    }

    /** Takes the answers to what it asked for. */
    void answers() {
        asks.removeIf(ask -> {
            if (ask.answer.isDone() && ask.answer.join() instanceof BufferGrant.Granted(var slot)) {
                ask.out.grants.add(slot);
            }
            return ask.answer.isDone();
        });
    }

    boolean asks() {
        return !asks.isEmpty();
    }

    /** Says how large its buffers are from now on: grants of the pools before, some still on their way, are no more. */
    void format(Out out) throws WireException {
        do {
            read(Integer.MAX_VALUE);
            desk.await();
            answers();
        } while (!mail.isEmpty());
        out.grants.clear();
        out.current.clear();
        out.former.addAll(pools.keySet());
        var size = SIZES[random.nextInt(SIZES.length)];
        out.slotBytes = out.kind == StreamKind.AUDIO ? SOUND_BYTES : (long) size[0] * size[1];
        out.format = desk.memory.format(tenant, out.port, out.kind, out.slotBytes);
    }

    /** Asks for a buffer outside the grants. */
    void ask(Out out) {
        long bytes = random.nextBoolean() ? out.slotBytes : 1 + random.nextInt(200);
        asks.add(new Ask(out, desk.memory.request(tenant, out.port, out.kind, Math.max(1, bytes),
                random.nextBoolean() ? Duration.ZERO : Duration.ofHours(1), () -> alive)));
    }

    void giveBack(Out out) throws WireException {
        if (!out.grants.isEmpty()) {
            var slot = out.grants.remove(random.nextInt(out.grants.size()));
            say(Envelope.newBuilder().setRelease(Release.newBuilder().addHandles(handle(slot))));
        }
    }

    /** Publishes something, if it may. */
    boolean publish(Out out) throws WireException {
        if (out.grants.isEmpty()) {
            return false;
        }
        var slot = out.grants.get(random.nextInt(out.grants.size()));
        long room = Objects.requireNonNull(pools.get(slot.pool())).getSlotBytes();
        return out.kind == StreamKind.AUDIO ? sound(out, slot, room) : frame(out, slot, room);
    }

    private boolean sound(Out out, SlotRef slot, long room) throws WireException {
        var picture = Picture.blank(1, 1);
        picture.pixels()[0] = out.seq + 1;
        return send(out, slot, picture, 1 + random.nextInt((int) room),
                Event.newBuilder().setAudio(AudioPeriod.newBuilder().setPosition(out.seq)));
    }

    private boolean frame(Out out, SlotRef slot, long room) throws WireException {
        var next = out.picture.copy();
        boolean all = random.nextInt(8) == 0;
        if (random.nextInt(30) == 0 || (long) next.width() * next.height() > room) {
            var size = SIZES[random.nextInt(SIZES.length)];
            all |= size[0] == next.width() && size[1] == next.height();
            next = Picture.blank(size[0], size[1]);
        }
        if ((long) next.width() * next.height() > room) {
            return false;
        }
        var frame = Frame.newBuilder().setWidth(next.width()).setHeight(next.height()).setStride(next.width())
                .setFourcc(0x34325258);
        for (int n = random.nextInt(random.nextInt(10) == 0 ? MOST_DAMAGE : 4); n >= 0; n--) {
            var part = part(next);
            frame.addDamage(part);
            draw(next, part, out.seq + 1);
        }
        if (all) {
            draw(next, Rectangle.newBuilder().setWidth(next.width()).setHeight(next.height()).build(), out.seq + 1);
            frame.clearDamage();
        }
        if (!send(out, slot, next, (long) next.width() * next.height(), Event.newBuilder().setFrame(frame))) {
            return false;
        }
        out.picture = next;
        return true;
    }

    private Rectangle part(Picture of) {
        int x = random.nextInt(of.width());
        int y = random.nextInt(of.height());
        return Rectangle.newBuilder().setX(x).setY(y).setWidth(1 + random.nextInt(of.width() - x))
                .setHeight(1 + random.nextInt(of.height() - y)).build();
    }

    /** Changes some of what lies there. */
    private void draw(Picture picture, Rectangle part, long number) {
        for (int y = part.getY(); y < part.getY() + part.getHeight(); y++) {
            for (int x = part.getX(); x < part.getX() + part.getWidth(); x++) {
                if (random.nextInt(4) > 0) {
                    picture.pixels()[y * picture.width() + x] = number;
                }
            }
        }
    }

    private boolean send(Out out, SlotRef slot, Picture content, long length, Event.Builder event)
            throws WireException {
        var message = event.setStream(out.stream).setSeq(out.seq + 1)
                .addBuffers(Handle.newBuilder(handle(slot)).setLength(length)).build();
        var bytes = Encoded.delimited(Envelope.newBuilder().setEvent(message).build());
        if (!out.mayGo(bytes.length)) {
            return false;
        }
        out.seq++;
        out.bytes += bytes.length;
        out.grants.remove(slot);
        desk.write(slot, content);
        place().source().carry(message, bytes, 0, bytes.length);
        desk.newest.put(out.stream, content);
        return true;
    }

    void flush() {
        place().source().flush();
    }

    void end(Out out) throws WireException {
        out.ended = true;
        desk.ended.add(out.stream);
        place().source().end(out.stream, EndReason.FINISHED);
        flush();
    }
}
