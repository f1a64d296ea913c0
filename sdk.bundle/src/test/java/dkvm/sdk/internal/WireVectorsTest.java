// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static dkvm.sdk.wire.testing.WireVector.Sort.BEGINS;
import static dkvm.sdk.wire.testing.WireVector.Sort.FAILS;
import static dkvm.sdk.wire.testing.WireVector.Sort.PREAMBLE;
import static dkvm.sdk.wire.testing.WireVector.Sort.READS;
import static dkvm.sdk.wire.testing.WireVector.Sort.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TextFormat;
import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.event.TextEvent;
import dkvm.sdk.wire.FrameBuffer;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.testing.WireVector;
import dkvm.sdk.wire.testing.WireVector.Sort;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Envelope.BodyCase;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Event.PayloadCase;
import dkvm.sdk.wire.v1.PressState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents say of the bytes on the wire is what the SDK reads and writes. */
class WireVectorsTest {

    static Stream<WireVector> written() {
        return WireVector.all().filter(vector -> vector.sort() == TEXT);
    }

    static Stream<WireVector> read() {
        return WireVector.all().filter(vector -> vector.sort() == TEXT || vector.sort() == READS);
    }

    static Stream<WireVector> broken() {
        return WireVector.all().filter(vector -> vector.sort() == FAILS);
    }

    static Stream<WireVector> begun() {
        return WireVector.all().filter(vector -> vector.sort() == BEGINS);
    }

    @ParameterizedTest
    @MethodSource("read")
    void readingGivesTheText(WireVector vector) throws IOException {
        var message = DiscardUnknownFieldsParser.wrap(Envelope.parser()).parseFrom(cut(vector));

        assertThat(message).isEqualTo(TextFormat.parse(vector.words(), Envelope.class));
    }

    @ParameterizedTest
    @MethodSource("written")
    void writingGivesTheBytes(WireVector vector) throws IOException {
        var message = TextFormat.parse(vector.words(), Envelope.class);
        var bytes = ByteString.newOutput();
        message.writeDelimitedTo(bytes);

        assertThat(bytes.toByteString()).isEqualTo(vector.bytes());
        byHand(message, new byte[vector.bytes().size() + EventEncoder.MAX_KEY]).ifPresent(
                written -> assertThat(ByteString.copyFrom(written)).isEqualTo(vector.bytes()));
    }

    /** What the SDK writes without the generated classes. */
    private static Optional<byte[]> byHand(Envelope message, byte[] room) {
        var event = message.getEvent();
        if (event.hasKey()) {
            int length = EventEncoder.key(room, event.getStream(), event.getSeq(), event.getOrigin(), key(event));
            return Optional.of(Arrays.copyOf(room, length));
        } else if (event.hasText()) {
            return Optional.of(EventEncoder.text(event.getStream(), event.getSeq(), event.getOrigin(),
                    new TextEvent(event.getText().getText())));
        } else if (message.hasCredit()) {
            var credit = message.getCredit();
            int end = Acks.credit(room, 0, credit.getStream(), credit.getSeq(), credit.getBytes());
            return Optional.of(Arrays.copyOf(room, end));
        }
        return Optional.empty();
    }

    @ParameterizedTest
    @MethodSource("read")
    void readingByHandGivesTheSameOrNothing(WireVector vector) throws IOException {
        var message = cut(vector);
        var scan = new KeyScan();
        boolean taken = scan.read(message, 0, message.length);
        var event = Envelope.parseFrom(message).getEvent();

        if (vector.sort() == TEXT) {
            assertThat(taken).isEqualTo(event.hasKey());
        }
        if (taken) {
            assertThat(scan.stream()).isEqualTo(event.getStream());
            assertThat(scan.seq()).isEqualTo(event.getSeq());
            assertThat(scan.origin()).isEqualTo(event.getOrigin());
            assertThat(new KeyEvent(scan.usage(), scan.down())).isEqualTo(key(event));
        }
    }

    @ParameterizedTest
    @MethodSource("broken")
    void whatBreaksTheProtocolIsRefusedAsWritten(WireVector vector) {
        if (vector.words().equals("malformed")) {
            assertThatThrownBy(() -> Envelope.parseFrom(cut(vector)))
                    .isInstanceOf(InvalidProtocolBufferException.class);
        } else {
            assertThatThrownBy(() -> cut(vector)).isInstanceOf(WireException.class).hasMessage(vector.words());
        }
    }

    @ParameterizedTest
    @MethodSource("begun")
    void whatHasOnlyBegunIsWaitedFor(WireVector vector) throws IOException {
        assertThat(next(vector).pending()).isEqualTo(vector.bytes().size());
        assertThat(length(vector)).isEqualTo(vector.words());
    }

    /** What is awaited after these bytes. */
    private static String length(WireVector vector) throws IOException {
        try {
            return "a message of " + vector.bytes().newCodedInput().readRawVarint32() + " bytes";
        } catch (InvalidProtocolBufferException e) {
            return "a message of some length";
        }
    }

    @Test
    void thereIsAVectorForEachKindOfMessageAndEvent() throws IOException {
        assertThat(WireVector.all().map(WireVector::name)).doesNotHaveDuplicates();
        assertThat(WireVector.all().map(WireVector::sort)).contains(Sort.values());
        assertThat(WireVector.all().filter(vector -> vector.sort() == PREAMBLE)).singleElement()
                .returns(ByteString.copyFrom(Wire.preamble()), WireVector::bytes);
        var bodies = EnumSet.of(BodyCase.BODY_NOT_SET);
        var payloads = EnumSet.of(PayloadCase.PAYLOAD_NOT_SET);
        for (var vector : written().toList()) {
            var message = Envelope.parseFrom(cut(vector));
            bodies.add(message.getBodyCase());
            payloads.add(message.getEvent().getPayloadCase());
        }
        assertThat(bodies).containsExactly(BodyCase.values());
        assertThat(payloads).containsExactly(PayloadCase.values());
    }

    private static KeyEvent key(Event event) {
        return new KeyEvent(event.getKey().getUsage(), event.getKey().getState() == PressState.DOWN);
    }

    /** The message without its length, which the bytes end with. */
    private static byte[] cut(WireVector vector) throws IOException {
        var buffer = next(vector);
        assertThat(buffer.offset() + buffer.length()).isEqualTo(buffer.frameStart() + vector.bytes().size());
        assertThat(buffer.pending()).isZero();
        return Arrays.copyOfRange(buffer.array(), buffer.offset(), buffer.offset() + buffer.length());
    }

    private static FrameBuffer next(WireVector vector) throws IOException {
        var buffer = new FrameBuffer();
        if (!vector.name().endsWith("preamble")) {
            buffer.fill(new ByteArrayInputStream(Wire.preamble()));
        }
        buffer.fill(vector.bytes().newInput());
        assertThat(buffer.next()).isEqualTo(vector.sort() == TEXT || vector.sort() == READS || malformed(vector));
        return buffer;
    }

    private static boolean malformed(WireVector vector) {
        return vector.words().equals("malformed");
    }
}
