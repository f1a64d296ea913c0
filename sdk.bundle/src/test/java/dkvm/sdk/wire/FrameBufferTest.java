// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameBufferTest {

    @Test
    void givesBackEachMessageHoweverTheBytesAreCut() throws IOException {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            var messages = new ArrayList<byte[]>();
            var stream = ByteString.newOutput();
            stream.write(Wire.preamble());
            for (int i = random.nextInt(60); i >= 0; i--) {
                var message = new byte[switch (random.nextInt(10)) {
                    case 0 -> Wire.MAX_MESSAGE;
                    case 1 -> 0;
                    case 2 -> random.nextInt(Wire.MAX_MESSAGE);
                    default -> random.nextInt(200);
                }];
                random.nextBytes(message);
                messages.add(message);
                stream.write(prefix(message.length));
                stream.write(message);
            }
            assertThat(read(cut(stream.toByteString().toByteArray(), random))).as("seed %d", seed)
                    .containsExactlyElementsOf(messages);
        }
    }

    @Test
    void showsTheFrameWithItsPrefixAndWhatIsNotYetCut() throws IOException {
        var buffer = new FrameBuffer();
        assertThat(buffer.preambleSeen()).isFalse();
        assertThat(buffer.next()).isFalse();
        buffer.fill(new ByteArrayInputStream(new byte[]{'D', 'K', 'V', '1', 2, 8, 9, 3, 1}));
        assertThat(buffer.next()).isTrue();
        assertThat(buffer.preambleSeen()).isTrue();
        assertThat(buffer.offset() - buffer.frameStart()).isEqualTo(1);
        assertThat(buffer.array()[buffer.offset()]).isEqualTo((byte) 8);
        assertThat(buffer.next()).isFalse();
        assertThat(buffer.pending()).isEqualTo(2);
        assertThat(buffer.peek(10)).containsExactly(3, 1);
        assertThat(buffer.peek(1)).containsExactly(3);
    }

    @Test
    void refusesAnotherPreambleAtItsFirstWrongByte() throws IOException {
        var buffer = new FrameBuffer();
        buffer.fill(new ByteArrayInputStream(new byte[]{'D', 'K'}));
        assertThat(buffer.next()).isFalse();
        buffer.fill(new ByteArrayInputStream(new byte[]{'X'}));
        assertThatThrownBy(buffer::next).isInstanceOf(WireException.class).hasMessageContaining("DKV1");
    }

    @ParameterizedTest
    @ValueSource(longs = {Wire.MAX_MESSAGE + 1, 1L << 31, (1L << 32) - 1, 1L << 32, (1L << 32) + 5})
    void refusesAMessageThatIsTooLong(long size) throws IOException {
        var buffer = new FrameBuffer();
        buffer.fill(new ByteArrayInputStream(Wire.preamble()));
        buffer.fill(new ByteArrayInputStream(prefix(size)));
        assertThatThrownBy(buffer::next).isInstanceOf(WireException.class)
                .hasMessageContaining("a message of " + size + " bytes");
    }

    @Test
    void refusesALengthThatIsNoVarint() throws IOException {
        var buffer = new FrameBuffer();
        buffer.fill(new ByteArrayInputStream(Wire.preamble()));
        buffer.fill(new ByteArrayInputStream(new byte[]{-1, -1, -1, -1}));
        assertThat(buffer.next()).isFalse();
        buffer.fill(new ByteArrayInputStream(new byte[]{-1}));
        assertThatThrownBy(buffer::next).isInstanceOf(WireException.class).hasMessageContaining("varint");
    }

    private static List<byte[]> read(InputStream in) throws IOException {
        var buffer = new FrameBuffer();
        var messages = new ArrayList<byte[]>();
        while (buffer.fill(in)) {
            while (buffer.next()) {
                messages.add(Arrays.copyOfRange(buffer.array(), buffer.offset(), buffer.offset() + buffer.length()));
            }
        }
        assertThat(buffer.pending()).isZero();
        return messages;
    }

    /** Gives out the bytes in pieces of random length. */
    private static InputStream cut(byte[] bytes, Random random) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] b, int offset, int length) {
                return super.read(b, offset, Math.min(length, random.nextBoolean() ? 1 + random.nextInt(9) : length));
            }
        };
    }

    private static byte[] prefix(long size) throws IOException {
        var bytes = new byte[CodedOutputStream.computeUInt64SizeNoTag(size)];
        CodedOutputStream.newInstance(bytes).writeUInt64NoTag(size);
        return bytes;
    }
}
