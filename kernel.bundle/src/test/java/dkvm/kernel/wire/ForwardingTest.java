// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.wire;

import dkvm.kernel.memory.TestMemory;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dkvm.kernel.config.LinkEntry;
import dkvm.kernel.config.PipelineEntry;
import dkvm.kernel.pipeline.Attachment;
import dkvm.kernel.pipeline.Graph;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.FrameBuffer;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.testing.Mutator;
import dkvm.sdk.wire.v1.Credit;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Key;
import dkvm.sdk.wire.v1.PressState;
import dkvm.sdk.wire.v1.Text;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a source writes is what its sinks read, byte for byte, whatever version of the protocol it comes from. */
@Timeout(60)
class ForwardingTest {
    private static final int EVENTS = 3000;
    /** Fields 1000 (varint), 1001 (bytes), 1002 (fixed64) and 1003 (fixed32) of a newer protocol. */
    private static final List<ByteString> NEWER = List.of(hex("c03e07"), hex("c03e8780808000"), hex("ca3e026869"),
            hex("d13e0102030405060708"), hex("dd3e01020304"), ByteString.EMPTY);

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Graph graph = new Graph(TestMemory.none());
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    @Test
    void keysArriveByteForByteWithFieldsOfANewerProtocolToo() throws Exception {
        graph.ports("keys", List.of(Port.out("keys", StreamKind.KEYBOARD)));
        graph.ports("paper", List.of(Port.in("keys", StreamKind.KEYBOARD)));
        graph.pipeline(new PipelineEntry("typing", List.of(LinkEntry.parse("keys.keys>paper.keys")), Optional.empty(),
                OptionalInt.empty()));
        var paper = new Device("paper");
        var keys = new Device("keys");
        int stream = keys.attachment.streams().getFirst().getStream();
        keys.toKernel.write(Wire.preamble());
        paper.toKernel.write(Wire.preamble());

        for (int seq = 1; seq <= EVENTS; seq++) {
            var message = Mutator.framed(event(stream, seq).toByteArray());
            sent.write(message);
            keys.toKernel.write(message);
            if (random.nextInt(100) == 0) {
                paper.take(seq);
            }
        }
        paper.take(EVENTS);

        assertThat(HexFormat.of().formatHex(received.toByteArray())).as("seed %d", seed)
                .isEqualTo(HexFormat.of().formatHex(sent.toByteArray()));
    }

    /** Alternately down and up, so that the guard withholds none; now and then a text. */
    private ByteString event(int stream, int seq) {
        var head = Event.newBuilder().setStream(stream).setSeq(seq).setOrigin(random.nextLong()).build().toByteString();
        var payload = seq % 50 == 0
                ? field(Event.TEXT_FIELD_NUMBER, Text.newBuilder().setText("é").build().toByteString().concat(newer()))
                : field(Event.KEY_FIELD_NUMBER, key(seq).toByteString().concat(newer()));
        var event = random.nextInt(10) == 0 ? payload.concat(newer()).concat(head) : head.concat(payload);
        return field(Envelope.EVENT_FIELD_NUMBER, event.concat(newer())).concat(newer());
    }

    private static Key key(int seq) {
        int press = (seq - 1) - (seq - 1) / 50;
        return Key.newBuilder().setUsage(0x70004 + press / 2 % 20)
                .setState(press % 2 == 0 ? PressState.DOWN : PressState.UP).build();
    }

    private ByteString newer() {
        return random.nextInt(3) == 0 ? NEWER.get(random.nextInt(NEWER.size())) : ByteString.EMPTY;
    }

    /** A field of bytes; its number is below 16, and it is shorter than 128 bytes. */
    private static ByteString field(int number, ByteString value) {
        return ByteString.copyFrom(new byte[]{(byte) (number << 3 | 2), (byte) value.size()}).concat(value);
    }

    private static ByteString hex(String digits) {
        return ByteString.copyFrom(HexFormat.of().parseHex(digits));
    }

    /** A device's end of its pipes, played by the test. */
    private final class Device implements DeviceProtocol {
        final Attachment attachment;
        final OutputStream toKernel;
        private final InputStream fromKernel;
        private final FrameBuffer frames = new FrameBuffer();
        private long bytes;

        Device(String id) throws Exception {
            var up = Pipe.open();
            var down = Pipe.open();
            toKernel = Channels.newOutputStream(up.sink());
            fromKernel = Channels.newInputStream(down.source());
            var connection = new DeviceConnection(id, Channels.newInputStream(up.source()),
                    Channels.newOutputStream(down.sink()), this);
            attachment = graph.attach(id, connection.outlet(), TestMemory.tenant(id), false);
            connection.attach(attachment);
            connection.start();
            graph.opened(id);
        }

        /** Reads events up to a number and acknowledges each. */
        void take(long upTo) throws Exception {
            long seq = 0;
            while (seq < upTo) {
                if (frames.next()) {
                    seq = Math.max(seq, took());
                } else {
                    frames.fill(fromKernel);
                }
            }
        }

        private long took() throws Exception {
            var frame = Arrays.copyOfRange(frames.array(), frames.frameStart(), frames.offset() + frames.length());
            var message = Envelope.parseFrom(Arrays.copyOfRange(frame, frames.offset() - frames.frameStart(),
                    frame.length));
            if (!message.hasEvent()) {
                return 0;
            }
            received.write(frame);
            bytes += frame.length;
            var credit = Credit.newBuilder().setStream(message.getEvent().getStream())
                    .setSeq(message.getEvent().getSeq()).setBytes(bytes);
            Envelope.newBuilder().setCredit(credit).build().writeDelimitedTo(toKernel);
            return message.getEvent().getSeq();
        }

        @Override
        public void message(Envelope message) throws WireException {
            var credit = message.getCredit();
            attachment.sink().acknowledged(credit.getStream(), credit.getSeq(), credit.getBytes());
        }

        @Override
        public void fault(String reason, byte[] excerpt) {
            throw new AssertionError(reason);
        }

        @Override
        public void misunderstood(byte[] bytes, int length) {}

        @Override
        public void endOfOutput() {}
    }
}
