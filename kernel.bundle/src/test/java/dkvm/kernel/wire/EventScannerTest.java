// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Button;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Key;
import dkvm.sdk.wire.v1.Motion;
import dkvm.sdk.wire.v1.PressState;
import dkvm.sdk.wire.v1.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Whatever comes, the scanner says what the general parser says, or leaves it to that. */
@Execution(ExecutionMode.CONCURRENT)
class EventScannerTest {
    private static final int EVENTS = 50_000;

    private record Seen(int stream, long seq, int payload, int usage, boolean down) {}

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void understandsKeysAndButtonsAsSdksWriteThem() {
        for (int state = 0; state < 2; state++) {
            var key = event().setKey(Key.newBuilder().setUsage(0x7002c).setStateValue(state));
            var button = event().setButton(Button.newBuilder().setUsage(0x90001).setStateValue(state));

            assertThat(scanned(envelope(key))).contains(new Seen(3, 9, Event.KEY_FIELD_NUMBER, 0x7002c, state == 1));
            assertThat(scanned(envelope(button)))
                    .contains(new Seen(3, 9, Event.BUTTON_FIELD_NUMBER, 0x90001, state == 1));
        }
    }

    @Test
    void leavesOtherEventsToTheParser() {
        assertThat(scanned(envelope(event().setText(Text.newBuilder().setText("some text that was typed"))))).isEmpty();
        assertThat(scanned(envelope(event().setMotion(Motion.newBuilder().setDx(1))))).isEmpty();
        assertThat(scanned(envelope(event()))).isEmpty();
        assertThat(scanned(new byte[0])).isEmpty();
    }

    @Test
    void agreesWithTheParserOnEventsOfAllShapes() throws IOException {
        for (int i = 0; i < EVENTS; i++) {
            var bytes = switch (random.nextInt(4)) {
                case 0 -> envelope(randomEvent());
                case 1 -> shuffled(randomEvent().build());
                case 2 -> envelope(randomEvent().setUnknownFields(unknown()));
                default -> mutated(random.nextBoolean() ? envelope(randomEvent()) : shuffled(randomEvent().build()));
            };
            var scanned = scanned(bytes);
            if (scanned.isPresent()) {
                assertThat(scanned).as("seed %s, event %s", seed, i).isEqualTo(parsed(bytes));
            } else {
                parsed(bytes);
            }
        }
    }

    private static Event.Builder event() {
        return Event.newBuilder().setStream(3).setSeq(9).setOrigin(1_000_000_007);
    }

    private static byte[] envelope(Event.Builder event) {
        return Envelope.newBuilder().setEvent(event).build().toByteArray();
    }

    private Event.Builder randomEvent() {
        var event = Event.newBuilder().setStream(random.nextInt(4)).setSeq(random.nextInt(3))
                .setOrigin(random.nextLong());
        int usage = random.nextBoolean() ? random.nextInt() : 0x70004;
        var state = random.nextBoolean() ? PressState.DOWN : PressState.UP;
        return switch (random.nextInt(6)) {
            case 0, 1 -> event.setKey(Key.newBuilder().setUsage(usage).setState(state));
            case 2, 3 -> event.setButton(Button.newBuilder().setUsage(usage).setStateValue(random.nextInt(3)));
            case 4 -> event.setText(Text.newBuilder().setText("é".repeat(random.nextInt(100))));
            default -> event.setData(ByteString.copyFrom(new byte[random.nextInt(9)]));
        };
    }

    private UnknownFieldSet unknown() {
        return UnknownFieldSet.newBuilder().addField(100 + random.nextInt(100),
                UnknownFieldSet.Field.newBuilder().addVarint(random.nextLong()).build()).build();
    }

    /** The event's fields in any order. */
    private byte[] shuffled(Event event) throws IOException {
        List<Event> parts = new ArrayList<>();
        event.getAllFields()
                .forEach((field, value) -> parts.add(Event.newBuilder().setField(field, value).build()));
        Collections.shuffle(parts, random);
        var body = new ByteArrayOutputStream();
        for (var part : parts) {
            part.writeTo(body);
        }
        var bytes = new ByteArrayOutputStream();
        var out = CodedOutputStream.newInstance(bytes);
        out.writeByteArray(Envelope.EVENT_FIELD_NUMBER, body.toByteArray());
        out.flush();
        return bytes.toByteArray();
    }

    private byte[] mutated(byte[] bytes) {
        var copy = bytes.clone();
        for (int i = random.nextInt(3); i >= 0 && copy.length > 0; i--) {
            copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(3) > 0 ? copy : Arrays.copyOf(copy, random.nextInt(copy.length + 1));
    }

    private Optional<Seen> scanned(byte[] message) {
        int offset = random.nextInt(8);
        var array = new byte[offset + message.length + random.nextInt(40)];
        random.nextBytes(array);
        System.arraycopy(message, 0, array, offset, message.length);
        var scanner = new EventScanner();
        return scanner.scan(array, offset, message.length) ? Optional.of(seen(scanner)) : Optional.empty();
    }

    /** Empty: it is no event, or none that is allowed. */
    private static Optional<Seen> parsed(byte[] message) {
        var scanner = new EventScanner();
        try {
            var envelope = EventScanner.parse(message, 0, message.length);
            if (!envelope.hasEvent()) {
                return Optional.empty();
            }
            scanner.take(envelope.getEvent());
            return Optional.of(seen(scanner));
        } catch (WireException e) {
            return Optional.empty();
        }
    }

    private static Seen seen(EventScanner scanner) {
        return new Seen(scanner.stream(), scanner.seq(), scanner.payload(), scanner.usage(), scanner.down());
    }
}
