// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.wire;

import dkvm.kernel.memory.TestMemory;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedOutputStream;
import dkvm.kernel.config.LinkEntry;
import dkvm.kernel.config.PipelineEntry;
import dkvm.kernel.pipeline.Encoded;
import dkvm.kernel.pipeline.Graph;
import dkvm.kernel.pipeline.Outlet;
import dkvm.kernel.pipeline.SinkEnd;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.EndOfStream;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Key;
import dkvm.sdk.wire.v1.Pong;
import dkvm.sdk.wire.v1.PressState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeviceReaderTest {
    private static final int A = 0x70004;

    private final Graph graph = new Graph(TestMemory.none());
    private final RecordingProtocol protocol = new RecordingProtocol();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Paper paper = new Paper();
    private final ByteArrayOutputStream arrived = paper.arrived;
    private final int stream;
    private final DeviceReader reader = new DeviceReader(new Crumbs(), protocol);

    DeviceReaderTest() {
        graph.ports("keys", List.of(Port.out("keys", StreamKind.KEYBOARD)));
        graph.ports("paper", List.of(Port.in("keys", StreamKind.KEYBOARD)));
        graph.pipeline(new PipelineEntry("typing", List.of(new LinkEntry("keys", "keys", "paper", "keys")),
                Optional.empty(), OptionalInt.empty()));
        var source = graph.attach("keys", new Paper(), TestMemory.tenant("keys"), false);
        stream = source.streams().getFirst().getStream();
        reader.routeTo(source.source());
        paper.end = graph.attach("paper", paper, TestMemory.tenant("paper"), false).sink();
        graph.opened("paper");
        arrived.reset();
        say(Wire.preamble());
    }

    @Test
    void passesEventsOnByteForByteWhateverTheOrderAndNumberOfTheirFields() throws IOException {
        var random = new Random(7);
        for (int seq = 1; seq <= 200; seq++) {
            say(switch (random.nextInt(3)) {
                case 0 -> Encoded.key(stream, seq, A, seq % 2 == 1);
                case 1 -> Encoded.keyOfTheFuture(stream, seq, A, seq % 2 == 1);
                default -> backwards(seq, seq % 2 == 1);
            });
        }
        reader.run();

        assertThat(protocol.faults).isEmpty();
        assertThat(arrived.toByteArray())
                .isEqualTo(Arrays.copyOfRange(said.toByteArray(), Wire.preamble().length, said.size()));
    }

    @Test
    void takesTheEndOfAStreamForAReasonItDoesNotKnow() {
        say(Encoded.delimited(Envelope.newBuilder()
                .setEndOfStream(EndOfStream.newBuilder().setStream(stream).setReasonValue(99)).build()));
        reader.run();

        assertThat(protocol.faults).isEmpty();
        assertThat(graph.outputsEnded("keys")).isTrue();
    }

    @Test
    void handsOverWhatIsNoEvent() {
        var pong = Envelope.newBuilder().setPong(Pong.newBuilder().setId(5)).build();
        say(Encoded.delimited(pong));
        reader.run();

        assertThat(protocol.messages).containsExactly(pong);
    }

    @Test
    void showsTextThatIsNoProtocol() {
        said.reset();
        say("Exception in thread main".getBytes(StandardCharsets.UTF_8));
        reader.run();

        assertThat(protocol.faults).singleElement().asString().contains("DKV1");
        assertThat(protocol.excerpts).singleElement().satisfies(
                bytes -> assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("Exception in thread main"));
    }

    @Test
    void showsTheMessageThatIsMalformedAndPassesOnWhatCameBefore() {
        var good = Encoded.key(stream, 1, A, true);
        say(good);
        say(new byte[]{3, 0x0a, 0x7f, 0x01});
        say(Encoded.key(stream, 2, A, false));
        reader.run();

        assertThat(protocol.faults).singleElement().asString().contains("malformed");
        assertThat(protocol.excerpts).singleElement()
                .satisfies(bytes -> assertThat(bytes).containsExactly(3, 0x0a, 0x7f, 0x01));
        assertThat(arrived.toByteArray()).isEqualTo(good);
    }

    @Test
    void refusesWhatASourceMayNotSend() {
        assertFault(Encoded.key(stream, 2, A, true), "where 1 was due");
        assertFault(Encoded.key(stream + 1, 1, A, true), "not its own");
        assertFault(Encoded.data(stream, 1, 3), "no keyboard event");
        assertFault(Encoded.delimited(Envelope.newBuilder().setEvent(Event.newBuilder().setStream(stream).setSeq(1)
                .setKey(Key.newBuilder().setUsage(A).setStateValue(2))).build()), "neither down nor up");
        assertFault(new byte[]{(byte) 0x81, (byte) 0x80, 0x04}, "65536 are allowed");
    }

    @Test
    void refusesEventsBeforeTheDeviceWasActivated() {
        var early = new DeviceReader(new Crumbs(), protocol);
        say(Encoded.key(stream, 1, A, true));
        early.run();

        assertThat(protocol.faults).containsExactly("an event before it was activated");
    }

    @Test
    void ignoresWhatIsReadOfAProcessThatIsGone() {
        graph.gone("keys");
        arrived.reset();
        say(Encoded.key(stream, 1, A, true));
        reader.run();

        assertThat(protocol.faults).isEmpty();
        assertThat(graph.status().getFirst().in()).isZero();
    }

    private void assertFault(byte[] message, String words) {
        said.reset();
        say(Wire.preamble());
        say(message);
        var heard = new RecordingProtocol();
        var another = new DeviceReader(new Crumbs(), heard);
        another.routeTo(graph.attach("keys", new Paper(), TestMemory.tenant("keys"), true).source());
        another.run();
        assertThat(heard.faults).singleElement().asString().contains(words);
    }

    private void say(byte[] bytes) {
        said.writeBytes(bytes);
    }

    /** The fields of a key event from the last to the first. */
    private byte[] backwards(long seq, boolean down) throws IOException {
        var event = new ByteArrayOutputStream();
        Event.newBuilder().setKey(Key.newBuilder().setUsage(A).setState(down ? PressState.DOWN : PressState.UP)).build()
                .writeTo(event);
        Event.newBuilder().setOrigin(1).build().writeTo(event);
        Event.newBuilder().setSeq(seq).build().writeTo(event);
        Event.newBuilder().setStream(stream).build().writeTo(event);
        var bytes = new ByteArrayOutputStream();
        var out = CodedOutputStream.newInstance(bytes);
        out.writeUInt32NoTag(event.size() + 2);
        out.writeByteArray(Envelope.EVENT_FIELD_NUMBER, event.toByteArray());
        out.flush();
        return bytes.toByteArray();
    }

    /** What was said, a few bytes a read. */
    private final class Crumbs extends InputStream {
        private final Random random = new Random(3);
        private ByteArrayInputStream in = new ByteArrayInputStream(new byte[0]);
        private boolean begun;

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (!begun) {
                begun = true;
                in = new ByteArrayInputStream(said.toByteArray());
            }
            return in.read(bytes, offset, Math.min(length, 1 + random.nextInt(50)));
        }
    }

    /** The pipe of a device that keeps what comes. */
    private static final class Paper implements Outlet {
        final ByteArrayOutputStream arrived = new ByteArrayOutputStream();
        private final byte[] buffer = new byte[Wire.MAX_MESSAGE + 8];
        @Nullable
        SinkEnd end;

        @Override
        public void send(Envelope message) {
            // Credit: it is enough.
        }

        @Override
        public void pump() {
            int n;
            while (end != null && (n = end.collect(this, buffer, false)) > 0) {
                arrived.write(buffer, 0, n);
            }
        }
    }
}
