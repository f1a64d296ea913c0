// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.kernel.memory.TestMemory;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dkvm.sdk.wire.FrameBuffer;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Credit;
import dkvm.sdk.wire.v1.Direction;
import dkvm.sdk.wire.v1.EndReason;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.PressState;
import dkvm.sdk.wire.v1.StreamOpened;
import dkvm.sdk.wire.v1.StreamPosition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A device and the pipe to its process, both played by a test: what the kernel writes is parsed, held against what was
 * sent, and acknowledged when the test says so.
 */
final class FakeDevice implements Outlet {
    /** The longest event with its prefix: a source that has credit for that much is not waiting for bytes. */
    static final int LARGEST = Wire.MAX_MESSAGE + 3;

    /** A stream that comes in. */
    static final class In {
        final String port;
        final Queue<Long> unprocessed = new ArrayDeque<>();
        long processed;
        long bytes;
        /** Said of it; the kernel knows. */
        long acknowledgedSeq;
        long acknowledgedBytes;

        In(String port) {
            this.port = port;
        }
    }

    /** A stream that goes out. */
    static final class Out {
        final StreamOpened opened;
        long seq;
        long bytes;
        long creditSeq;
        long creditBytes;
        boolean ended;

        Out(StreamOpened opened) {
            this.opened = opened;
            seq = opened.getNextSeq() - 1;
            creditSeq = opened.getCreditSeq();
            creditBytes = opened.getCreditBytes();
        }

        int number() {
            return opened.getStream();
        }

        /** Whether the largest event could go out. */
        boolean free() {
            return creditSeq > seq && creditBytes - bytes >= LARGEST;
        }
    }

    private record Message(Envelope envelope, ByteString bytes) {}

    final String id;
    final Graph graph;
    final Map<Integer, In> ins = new TreeMap<>();
    final Map<Integer, Out> outs = new TreeMap<>();
    private final Ledger ledger;
    private final byte[] buffer = new byte[Wire.MAX_MESSAGE + 8];
    /** Keys that are down, by port. */
    private final Map<String, Set<Integer>> down = new HashMap<>();
    private final Queue<Message> pipe = new ArrayDeque<>();
    private FrameBuffer frames = new FrameBuffer();
    private @Nullable Attachment attachment;
    private boolean activated;
    /** Whether pumping is left to a thread that comes later. */
    boolean lazy;

    FakeDevice(String id, Graph graph, Ledger ledger) {
        this.id = id;
        this.graph = graph;
        this.ledger = ledger;
    }

    boolean alive() {
        return attachment != null;
    }

    boolean active() {
        return activated;
    }

    int unread() {
        return pipe.size();
    }

    Set<Integer> down() {
        var all = new HashSet<Integer>();
        down.values().forEach(all::addAll);
        return all;
    }

    /** A new process is Ready and is told its streams. */
    void attach(boolean goesOn) {
        var place = graph.attach(id, this, TestMemory.tenant(id, this), goesOn);
        frames = new FrameBuffer();
        feed(Wire.preamble(), Wire.preamble().length);
        attachment = place;
        for (var stream : place.streams()) {
            opened(stream);
        }
    }

    /** It says that it is active. */
    void activated() {
        graph.opened(id);
        activated = true;
    }

    void run(boolean goesOn) {
        attach(goesOn);
        activated();
    }

    /**
     * The process drains, and another takes its place with what is down: that of another bundle, or the same process again.
     *
     * @param goesOn whether the streams go out where they are
     */
    void handOver(boolean goesOn) throws WireException {
        graph.pause(id);
        readAll();
        acknowledge(Integer.MAX_VALUE);
        flush();
        assertThat(graph.drained(id, positions())).isEmpty();
        readAll();
        activated = false;
        ins.clear();
        outs.clear();
        var place = graph.takeOver(id, this, TestMemory.tenant(id, this), goesOn);
        frames = new FrameBuffer();
        feed(Wire.preamble(), Wire.preamble().length);
        attachment = place;
        place.streams().forEach(this::opened);
        var pressed = new HashMap<String, Set<Integer>>();
        place.pressed().forEach(port -> pressed.put(port.getPort(), new HashSet<>(port.getUsagesList())));
        down.values().removeIf(Set::isEmpty);
        assertThat(pressed).as("what is down at %s when it is handed over", id).isEqualTo(down);
    }

    /** The new process fails before it did anything: the one before takes its place again. */
    void fallBack() {
        withdraw();
        takeBack();
    }

    /** The new process fails before it did anything: nobody has the place. */
    void withdraw() {
        assertThat(graph.withdraw(id)).isTrue();
    }

    /** The one before has it again. */
    void takeBack() {
        ins.clear();
        outs.clear();
        var place = graph.takeOver(id, this, TestMemory.tenant(id, this), true);
        frames = new FrameBuffer();
        feed(Wire.preamble(), Wire.preamble().length);
        attachment = place;
        place.streams().forEach(this::opened);
    }

    private List<StreamPosition> positions() {
        return outs.values().stream().map(out -> StreamPosition.newBuilder().setStream(out.number()).setSeq(out.seq)
                .build()).toList();
    }

    /** The process is told to end, but has not yet. */
    void hold() {
        graph.held(id);
    }

    /** The process is gone, with all that lay in the pipe. */
    void die() {
        attachment = null;
        activated = false;
        graph.gone(id);
        pipe.clear();
        ins.clear();
        outs.clear();
        down.clear();
    }

    @Override
    public void send(Envelope message) {
        pipe.add(new Message(message, ByteString.EMPTY));
    }

    @Override
    public void pump() {
        if (!lazy) {
            pumpNow();
        }
    }

    /** What the writer's thread does. */
    void pumpNow() {
        var place = attachment;
        if (place == null) {
            return;
        }
        int n;
        while ((n = collect(place.sink(), false)) != 0) {
            feed(buffer, n > 0 ? n : collect(place.sink(), true));
        }
    }

    private int collect(SinkEnd from, boolean mayBlock) {
        return from.collect(this, buffer, mayBlock);
    }

    private void feed(byte[] bytes, int n) {
        try {
            frames.fill(new ByteArrayInputStream(bytes, 0, n));
            while (frames.next()) {
                int end = frames.offset() + frames.length();
                var message = ByteString.copyFrom(frames.array(), frames.offset(), frames.length());
                pipe.add(new Message(Envelope.parseFrom(message),
                        ByteString.copyFrom(frames.array(), frames.frameStart(), end - frames.frameStart())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads its stdin, so many messages at most. */
    void read(int most) {
        for (int i = 0; i < most && !pipe.isEmpty(); i++) {
            var message = pipe.remove();
            switch (message.envelope().getBodyCase()) {
                case CREDIT -> credit(message.envelope().getCredit());
                case STREAM_OPENED -> opened(message.envelope().getStreamOpened());
                case END_OF_STREAM -> {
                    var ended = ins.remove(message.envelope().getEndOfStream().getStream());
                    assertThat(ended).as("the stream that ends at %s", id).isNotNull();
                    assertThat(Objects.requireNonNull(ended).unprocessed).isEmpty();
                }
                case EVENT -> event(message.envelope().getEvent(), message.bytes().toByteArray());
                default -> throw new IllegalStateException("the kernel said " + message.envelope());
            }
        }
    }

    void readAll() {
        read(Integer.MAX_VALUE);
    }

    private void credit(Credit credit) {
        var out = outs.get(credit.getStream());
        if (out != null) {
            assertThat(credit.getSeq()).isGreaterThanOrEqualTo(out.creditSeq);
            assertThat(credit.getBytes()).isGreaterThanOrEqualTo(out.creditBytes);
            out.creditSeq = credit.getSeq();
            out.creditBytes = credit.getBytes();
        }
    }

    private void opened(StreamOpened stream) {
        if (stream.getDirection() == Direction.OUT) {
            assertThat(stream.getNextSeq()).isEqualTo(ledger.lastSent(stream.getStream()) + 1);
            var out = new Out(stream);
            out.ended = ledger.hasEnded(stream.getStream());
            outs.put(stream.getStream(), out);
        } else {
            assertThat(ins.put(stream.getStream(), new In(stream.getPort())))
                    .as("stream %s was open at %s", stream.getStream(), id).isNull();
        }
    }

    private void event(Event event, byte[] bytes) {
        var in = ins.get(event.getStream());
        assertThat(in).as("stream %s at %s", event.getStream(), id).isNotNull();
        var stream = Objects.requireNonNull(in);
        if (event.getSeq() != 0) {
            ledger.received(id, event.getStream(), event.getSeq(), bytes);
            stream.unprocessed.add(event.getSeq());
        }
        stream.bytes += bytes.length;
        if (event.hasKey()) {
            var held = down.computeIfAbsent(stream.port, _ -> new HashSet<>());
            int usage = event.getKey().getUsage();
            boolean press = event.getKey().getState() == PressState.DOWN;
            assertThat(press ? held.add(usage) : held.remove(usage))
                    .as("key %s goes %s at %s", usage, press ? "down" : "up", id).isTrue();
        }
    }

    /**
     * Acknowledges what it took of its streams.
     *
     * @param events how many of each it has processed, at most
     */
    void acknowledge(int events) throws WireException {
        for (int number : List.copyOf(ins.keySet())) {
            var in = Objects.requireNonNull(ins.get(number));
            for (int i = 0; i < events && !in.unprocessed.isEmpty(); i++) {
                in.processed = in.unprocessed.remove();
            }
            if (in.processed != in.acknowledgedSeq || in.bytes != in.acknowledgedBytes) {
                in.acknowledgedSeq = in.processed;
                in.acknowledgedBytes = in.bytes;
                sink().acknowledged(number, in.processed, in.bytes);
            }
        }
    }

    /** Sends an event, if it has credit for it; answers whether it had. */
    boolean sendEvent(Out out, byte[] bytes, int payload, int usage, boolean press) throws WireException {
        if (out.ended || out.creditSeq <= out.seq || out.creditBytes - out.bytes < bytes.length) {
            return false;
        }
        out.seq++;
        out.bytes += bytes.length;
        ledger.sent(out.number(), out.seq, bytes);
        source().event(out.number(), out.seq, payload, usage, press, bytes, 0, bytes.length);
        return true;
    }

    boolean key(Out out, int usage, boolean press) throws WireException {
        return sendEvent(out, Encoded.key(out.number(), out.seq + 1, usage, press), Event.KEY_FIELD_NUMBER, usage,
                press);
    }

    boolean text(Out out, int length) throws WireException {
        return sendEvent(out, Encoded.text(out.number(), out.seq + 1, length), Event.TEXT_FIELD_NUMBER, 0, false);
    }

    boolean data(Out out, int length) throws WireException {
        return sendEvent(out, Encoded.data(out.number(), out.seq + 1, length), Event.DATA_FIELD_NUMBER, 0, false);
    }

    void flush() {
        source().flush();
    }

    void end(Out out) throws WireException {
        out.ended = true;
        ledger.ended(out.number());
        source().end(out.number(), EndReason.FINISHED);
        flush();
    }

    /** The one stream that goes out. */
    Out out() {
        return new ArrayList<>(outs.values()).getLast();
    }

    private SourceEnd source() {
        return Objects.requireNonNull(attachment).source();
    }

    SinkEnd sink() {
        return Objects.requireNonNull(attachment).sink();
    }
}
