// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.memory.SlotRef;
import dkvm.sdk.wire.FrameBuffer;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Access;
import dkvm.sdk.wire.v1.Direction;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Frame;
import dkvm.sdk.wire.v1.Release;
import dkvm.sdk.wire.v1.Retain;
import dkvm.sdk.wire.v1.StreamOpened;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A process that takes pictures and sound, keeps them as long as the test wants, and knows what it must see. */
final class PlayedSink extends PlayedProcess {

    /** A stream that comes in. */
    static final class In {
        final Queue<Long> unprocessed = new ArrayDeque<>();
        @Nullable
        Picture picture;
        long lastSeq;
        long processed;
        long bytes;
        long acknowledgedSeq;
        long acknowledgedBytes;
    }

    /** A hold, and what lay in the buffer when it came. */
    private record Held(SlotRef slot, Picture content) {}

    private final Random random;
    final Map<Integer, In> ins = new TreeMap<>();
    private final List<Held> held = new ArrayList<>();
    private final byte[] buffer = new byte[Wire.MAX_MESSAGE + 8];
    private final FrameBuffer frames = new FrameBuffer();
    private boolean greeted;
    /** Holds it was given and has not released, of each slot; guarded by itself. */
    private final Map<SlotRef, Integer> given = new HashMap<>();

    PlayedSink(String id, BufferDesk desk, Random random) {
        super(id, desk);
        this.random = random;
    }

    @Override
    void attach(boolean goesOn) {
        feed(Wire.preamble(), Wire.preamble().length);
        greeted = true;
        super.attach(goesOn);
    }

    @Override
    void takeOver() {
        ins.clear();
        if (!greeted) {
            feed(Wire.preamble(), Wire.preamble().length);
            greeted = true;
        }
        super.takeOver();
    }

    @Override
    Access access() {
        return Access.READ;
    }

    /** How many slots of each pool it was given and has not released. */
    Map<Integer, Integer> holds() {
        synchronized (given) {
            var holds = new TreeMap<Integer, Integer>();
            given.keySet().forEach(slot -> holds.merge(slot.pool(), 1, Integer::sum));
            return holds;
        }
    }

    /** What the writer's thread does. */
    void write() {
        if (!alive) {
            return;
        }
        int n;
        while ((n = place().sink().collect(this, buffer, false)) != 0) {
            feed(buffer, n > 0 ? n : place().sink().collect(this, buffer, true));
        }
    }

    private void feed(byte[] bytes, int n) {
        try {
            frames.fill(new ByteArrayInputStream(bytes, 0, n));
            while (frames.next()) {
                var message = Envelope.parser().parseFrom(frames.array(), frames.offset(), frames.length());
                if (message.hasEvent()) {
                    given(message.getEvent());
                }
                mail.add(message);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void given(Event event) {
        var slot = slot(event.getBuffers(0));
        synchronized (given) {
            given.merge(slot, 1, Integer::sum);
            assertThat(given.keySet().stream().filter(other -> desk.sameOutput(slot, other)))
                    .as("what %s holds of one output", id).hasSizeLessThanOrEqualTo(desk.maxHeld(id, event));
        }
    }

    @Override
    void opened(StreamOpened stream) {
        if (stream.getDirection() == Direction.IN) {
            assertThat(ins.put(stream.getStream(), new In())).as("stream %s at %s", stream, id).isNull();
        }
    }

    @Override
    void message(Envelope message) {
        switch (message.getBodyCase()) {
            case EVENT -> event(message.getEvent(), Encoded.delimited(message).length);
            case END_OF_STREAM -> {
                var ended = Objects.requireNonNull(ins.remove(message.getEndOfStream().getStream()));
                assertThat(ended.unprocessed).as("what waits of a stream that ended").isEmpty();
            }
            default -> throw new IllegalStateException("the kernel said " + message);
        }
    }

    private void event(Event event, int length) {
        var in = Objects.requireNonNull(ins.get(event.getStream()), "an event of a stream that is not open");
        var slot = slot(event.getBuffers(0));
        assertThat(pools).as("pools of %s", id).containsKey(slot.pool());
        var content = desk.content(slot);
        held.add(new Held(slot, content));
        in.bytes += length;
        if (event.getSeq() > 0) {
            assertThat(event.getSeq()).as("event of stream %s at %s", event.getStream(), id).isGreaterThan(in.lastSeq);
            in.lastSeq = event.getSeq();
            in.unprocessed.add(event.getSeq());
        }
        if (event.hasFrame()) {
            see(in, event, content);
        } else {
            assertThat(content.pixels()[0]).as("what sounds").isEqualTo(event.getSeq());
        }
    }

    private void see(In in, Event event, Picture content) {
        Frame frame = event.getFrame();
        assertThat(content.like(frame)).isTrue();
        var before = in.picture;
        var now = frame.getDamageCount() == 0 ? content.copy() : Objects.requireNonNull(before).copy();
        assertThat(now.like(frame)).as("damage of a picture of the same size: %s", event).isTrue();
        now.update(content, frame.getDamageList());
        assertThat(now.equal(content)).as("the picture of %s at %s, rebuilt from damage", event, id).isTrue();
        in.picture = now;
    }

    /** Acknowledges what it took of its streams, so many events of each at most. */
    void acknowledge(int events) throws WireException {
        for (int number : List.copyOf(ins.keySet())) {
            var in = Objects.requireNonNull(ins.get(number));
            for (int i = 0; i < events && !in.unprocessed.isEmpty(); i++) {
                in.processed = in.unprocessed.remove();
            }
            if (in.processed != in.acknowledgedSeq || in.bytes != in.acknowledgedBytes) {
                in.acknowledgedSeq = in.processed;
                in.acknowledgedBytes = in.bytes;
                place().sink().acknowledged(number, in.processed, in.bytes);
            }
        }
    }

    /** Releases so many of its holds, in any order. */
    void release(int most) throws WireException {
        for (int i = 0; i < most && !held.isEmpty(); i++) {
            var hold = held.remove(random.nextInt(held.size()));
            assertThat(desk.content(hold.slot)).as("a buffer that is held at %s", id).isSameAs(hold.content);
            synchronized (given) {
                given.merge(hold.slot, -1, Integer::sum);
                given.values().removeIf(count -> count == 0);
            }
            say(Envelope.newBuilder().setRelease(Release.newBuilder().addHandles(handle(hold.slot))));
        }
    }

    /** Takes one more hold of something it has. */
    void retain() throws WireException {
        if (!held.isEmpty()) {
            var hold = held.get(random.nextInt(held.size()));
            held.add(hold);
            synchronized (given) {
                given.merge(hold.slot, 1, Integer::sum);
            }
            say(Envelope.newBuilder().setRetain(Retain.newBuilder().addHandles(handle(hold.slot))));
        }
    }
}
