// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.event.TextEvent;
import dkvm.sdk.wire.v1.Credit;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Motion;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventEncoderTest {
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void writesKeysAsTheGeneratedClassesDo() throws IOException {
        var bytes = new byte[EventEncoder.MAX_KEY];
        var scan = new KeyScan();
        for (int i = 0; i < 20_000; i++) {
            int stream = (int) number();
            long seq = number();
            long origin = number();
            var key = new KeyEvent((int) number(), random.nextBoolean());
            int length = EventEncoder.key(bytes, stream, seq, origin, key);
            byte[] generated = delimited(FakeKernel.key(stream, seq, origin, key));
            assertThat(Arrays.copyOf(bytes, length)).as("seed %d", seed).isEqualTo(generated);

            if (stream != 0) {
                assertThat(scan.read(bytes, 1, length - 1)).as("seed %d", seed).isTrue();
                assertThat(scan.stream()).isEqualTo(stream);
                assertThat(scan.seq()).isEqualTo(seq);
                assertThat(scan.origin()).isEqualTo(origin);
                assertThat(new KeyEvent(scan.usage(), scan.down())).isEqualTo(key);
            }
        }
    }

    @Test
    void leavesToTheGeneralParserWhatIsNoPlainKey() throws IOException {
        var scan = new KeyScan();
        var event = Event.newBuilder().setStream(1).setSeq(2).setMotion(Motion.newBuilder().setDx(1));
        assertThat(read(scan, Envelope.newBuilder().setEvent(event).build().toByteArray())).isFalse();
        assertThat(read(scan, Envelope.getDefaultInstance().toByteArray())).isFalse();
        var key = FakeKernel.key(1, 2, 3, new KeyEvent(4, true)).toByteArray();
        assertThat(read(scan, key)).isTrue();
        var longer = Arrays.copyOf(key, key.length + 2);
        longer[key.length] = 0x78;
        assertThat(read(scan, longer)).isFalse();
        // Whatever the scan takes, the general parser reads alike.
        for (int i = 0; i < 200_000; i++) {
            var changed = key.clone();
            for (int n = random.nextInt(1, 4); n > 0; n--) {
                changed[random.nextInt(changed.length)] = (byte) number();
            }
            if (read(scan, changed)) {
                var parsed = Envelope.parseFrom(changed).getEvent();
                assertThat(parsed.getStream()).as("seed %d", seed).isEqualTo(scan.stream());
                assertThat(parsed.getSeq()).isEqualTo(scan.seq());
                assertThat(parsed.getOrigin()).isEqualTo(scan.origin());
                assertThat(parsed.getKey().getUsage()).isEqualTo(scan.usage());
                assertThat(parsed.getKey().getStateValue() == 1).isEqualTo(scan.down());
            }
        }
    }

    @Test
    void writesTextsAndCreditsAsTheGeneratedClassesDo() throws IOException {
        for (int i = 0; i < 2000; i++) {
            var text = "aé€😀".repeat(random.nextInt(30));
            var event = Event.newBuilder().setStream(1).setSeq(i).setOrigin(random.nextLong());
            event.getTextBuilder().setText(text);
            assertThat(EventEncoder.text(1, i, event.getOrigin(), new TextEvent(text)))
                    .isEqualTo(delimited(Envelope.newBuilder().setEvent(event).build()));

            var credit = Credit.newBuilder().setStream((int) number()).setSeq(number()).setBytes(number()).build();
            var bytes = new byte[64];
            int end = Acks.credit(bytes, 5, credit.getStream(), credit.getSeq(), credit.getBytes());
            assertThat(Arrays.copyOfRange(bytes, 5, end)).as("seed %d", seed)
                    .isEqualTo(delimited(Envelope.newBuilder().setCredit(credit).build()));
        }
        var tooLong = new TextEvent("x".repeat(TextEvent.MAX_BYTES + 1));
        assertThatThrownBy(() -> EventEncoder.text(1, 1, 1, tooLong)).isInstanceOf(IllegalArgumentException.class);
    }

    private static boolean read(KeyScan scan, byte[] message) {
        return scan.read(message, 0, message.length);
    }

    private static byte[] delimited(Envelope message) throws IOException {
        var bytes = ByteString.newOutput();
        message.writeDelimitedTo(bytes);
        return bytes.toByteString().toByteArray();
    }

    /** A number of any length, often 0. */
    private long number() {
        return random.nextLong() >>> random.nextInt(65);
    }
}
