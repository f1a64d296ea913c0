// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.wire.FrameBuffer;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Activate;
import dkvm.sdk.wire.v1.Cause;
import dkvm.sdk.wire.v1.Credit;
import dkvm.sdk.wire.v1.Direction;
import dkvm.sdk.wire.v1.Drain;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Envelope.BodyCase;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Key;
import dkvm.sdk.wire.v1.Kind;
import dkvm.sdk.wire.v1.Ping;
import dkvm.sdk.wire.v1.Pong;
import dkvm.sdk.wire.v1.PressState;
import dkvm.sdk.wire.v1.Stop;
import dkvm.sdk.wire.v1.StreamOpened;
import dkvm.sdk.wire.v1.Welcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The kernel's end of a device's pipes, as a test plays it. */
final class FakeKernel implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A message, when it came, and how long it is with its length. */
    record Heard(Envelope message, long nanos, int bytes) {}

    private final OutputStream toDevice;
    private final LinkedBlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    /** What {@link #next} passes over. */
    private final Set<BodyCase> ignored = EnumSet.of(BodyCase.STATS);

    FakeKernel(OutputStream toDevice, InputStream fromDevice) {
        this.toDevice = toDevice;
        Thread.ofPlatform().daemon().name("fake-kernel").start(() -> listen(fromDevice));
    }

    private void listen(InputStream in) {
        var buffer = new FrameBuffer();
        try {
            while (buffer.fill(in)) {
                while (buffer.next()) {
                    int bytes = buffer.offset() + buffer.length() - buffer.frameStart();
                    heard.add(new Heard(
                            Envelope.parser().parseFrom(buffer.array(), buffer.offset(), buffer.length()),
                            System.nanoTime(), bytes));
                }
            }
        } catch (IOException e) {
            heard.add(new Heard(Envelope.newBuilder()
                    .setStop(Stop.newBuilder().setReason("the device broke the protocol: " + e)).build(), 0, 0));
        }
        heard.add(new Heard(Envelope.getDefaultInstance(), System.nanoTime(), 0));
    }

    FakeKernel ignoring(BodyCase kind) {
        ignored.add(kind);
        return this;
    }

    FakeKernel notIgnoring(BodyCase kind) {
        ignored.remove(kind);
        return this;
    }

    void raw(byte[] bytes, int length) {
        try {
            toDevice.write(bytes, 0, length);
            toDevice.flush();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    void preamble() {
        raw(Wire.preamble(), 4);
    }

    /** Sends messages in one write. */
    int say(Envelope... messages) {
        try {
            var bytes = ByteString.newOutput();
            for (var message : messages) {
                message.writeDelimitedTo(bytes);
            }
            var all = bytes.toByteString().toByteArray();
            raw(all, all.length);
            return all.length;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The next message that is not ignored; it must be of this kind. {@code BODY_NOT_SET} is the end of stdout. */
    Heard next(BodyCase kind) {
        while (true) {
            var next = next();
            if (!ignored.contains(next.message().getBodyCase())) {
                assertThat(next.message().getBodyCase()).as(next.message().toString()).isEqualTo(kind);
                return next;
            }
        }
    }

    /** The next message, whatever it is. */
    Heard next() {
        var next = poll(PATIENCE);
        return next == null ? fail("nothing came") : next;
    }

    @Nullable
    Heard poll(Duration patience) {
        try {
            return heard.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void silence(Duration time) {
        var next = poll(time);
        while (next != null && ignored.contains(next.message().getBodyCase())) {
            next = poll(time);
        }
        assertThat(next).isNull();
    }

    /** Expects these events; their length in bytes. */
    int expectEvents(long from, long to) {
        int bytes = 0;
        for (long seq = from; seq <= to; seq++) {
            var event = next(BodyCase.EVENT);
            assertThat(event.message().getEvent().getSeq()).isEqualTo(seq);
            bytes += event.bytes();
        }
        return bytes;
    }

    Credit nextCredit() {
        return next(BodyCase.CREDIT).message().getCredit();
    }

    Pong ping() {
        say(Envelope.newBuilder().setPing(Ping.newBuilder().setId(9)).build());
        var pong = next(BodyCase.PONG).message().getPong();
        assertThat(pong.getId()).isEqualTo(9);
        return pong;
    }

    Envelope greet() {
        preamble();
        var hello = next(BodyCase.HELLO).message();
        say(Envelope.newBuilder().setWelcome(Welcome.newBuilder().setVersion(1).setKernel("test")).build());
        next(BodyCase.READY);
        return hello;
    }

    /** Greets the device and makes it active with these streams. */
    void activate(StreamOpened... streams) {
        greet();
        say(activation(streams));
        next(BodyCase.ACTIVATED);
    }

    void drain() {
        say(Envelope.newBuilder().setDrain(Drain.getDefaultInstance()).build());
    }

    void stop() {
        say(Envelope.newBuilder().setStop(Stop.getDefaultInstance()).build());
    }

    void credit(int stream, long seq, long bytes) {
        say(Envelope.newBuilder().setCredit(Credit.newBuilder().setStream(stream).setSeq(seq).setBytes(bytes)).build());
    }

    /** Ends the device's stdin. */
    @Override
    public void close() {
        try {
            toDevice.close();
        } catch (IOException e) {
            // The device has closed it.
        }
    }

    static Credit credited(int stream, long seq, long bytes) {
        return Credit.newBuilder().setStream(stream).setSeq(seq).setBytes(bytes).build();
    }

    static Envelope activation(StreamOpened... streams) {
        return activation(ByteString.EMPTY, Cause.FIRST, streams);
    }

    static Envelope activation(ByteString token, Cause cause, StreamOpened... streams) {
        return Envelope.newBuilder().setActivate(Activate.newBuilder().addAllStreams(List.of(streams))
                .setToken(token).setCause(cause).setGeneration(1).setRunStartedMs(1000)).build();
    }

    static StreamOpened output(int stream, String port, long nextSeq, long creditSeq, long creditBytes) {
        return StreamOpened.newBuilder().setStream(stream).setPort(port).setDirection(Direction.OUT)
                .setKind(Kind.KEYBOARD).setNextSeq(nextSeq).setCreditSeq(creditSeq).setCreditBytes(creditBytes).build();
    }

    static StreamOpened input(int stream, String port, String from, long nextSeq) {
        return StreamOpened.newBuilder().setStream(stream).setPort(port).setDirection(Direction.IN)
                .setKind(Kind.KEYBOARD).setFrom(from).setNextSeq(nextSeq).build();
    }

    static Envelope key(int stream, long seq, KeyEvent key) {
        return key(stream, seq, System.nanoTime(), key);
    }

    static Envelope key(int stream, long seq, long origin, KeyEvent key) {
        return Envelope.newBuilder().setEvent(Event.newBuilder().setStream(stream).setSeq(seq).setOrigin(origin)
                .setKey(Key.newBuilder().setUsage(key.usage()).setState(key.down() ? PressState.DOWN : PressState.UP)))
                .build();
    }

    static int framed(Envelope message) {
        int size = message.getSerializedSize();
        return CodedOutputStream.computeUInt32SizeNoTag(size) + size;
    }
}
