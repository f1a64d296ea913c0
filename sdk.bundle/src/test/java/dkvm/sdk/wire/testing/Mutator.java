// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.wire.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dkvm.sdk.wire.testing.WireVector.Sort;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Spoils messages: values, bits, bytes, cuts, repetitions, lengths. */
public final class Mutator {
    private static final byte[] ODD = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff, 0x0a, 0x12, 0x0b, 0x0c};

    private final Random random;
    private final int roughOneIn;
    private final List<byte[]> vectors;

    /**
     * Spoils messages.
     *
     * @param random decides what becomes of each message
     * @param roughOneIn one change in so many regards neither form nor place, which few conversations survive; the
     *     others give a field another value
     */
    public Mutator(Random random, int roughOneIn) {
        this.random = random;
        this.roughOneIn = roughOneIn;
        this.vectors = WireVector.all().filter(vector -> vector.sort() == Sort.TEXT)
                .map(vector -> vector.bytes().toByteArray()).toList();
    }

    /** One of the golden vectors, without its length. */
    private byte[] vector() {
        var framed = vectors.get(random.nextInt(vectors.size()));
        return Arrays.copyOfRange(framed, 1, framed.length);
    }

    /** A message with its length. */
    public static byte[] framed(byte[] body) {
        return framed(body.length, body);
    }

    /** A message that was made of this one, or of a golden vector, with its length, which may be spoilt too. */
    public byte[] mutate(byte[] message) {
        var body = random.nextInt(2 * roughOneIn) == 0 ? vector() : message;
        for (int n = 1 + random.nextInt(2); n > 0; n--) {
            body = random.nextInt(roughOneIn) == 0 ? once(body) : Tweak.field(body, random);
        }
        int length = random.nextInt(10 * roughOneIn) == 0 ? random.nextInt() >>> random.nextInt(32) : body.length;
        return framed(length, body);
    }

    private byte[] once(byte[] body) {
        int at = random.nextInt(body.length + 1);
        var changed = body.clone();
        switch (random.nextInt(8)) {
            case 0, 1 -> {
                if (at < body.length) {
                    changed[at] ^= (byte) (1 << random.nextInt(8));
                }
            }
            case 2 -> {
                if (at < body.length) {
                    changed[at] = ODD[random.nextInt(ODD.length)];
                }
            }
            case 3 -> changed = Arrays.copyOf(body, at);
            case 4 -> {
                var noise = new byte[1 + random.nextInt(9)];
                random.nextBytes(noise);
                changed = join(Arrays.copyOf(body, at), noise, Arrays.copyOfRange(body, at, body.length));
            }
            case 5 -> changed = join(body, vector());
            case 6 -> changed = join(body, HexFormat.of().parseHex("c03e07"));
            default -> {
                int to = at + random.nextInt(body.length - at + 1);
                changed = join(Arrays.copyOf(body, at), Arrays.copyOfRange(body, to, body.length));
            }
        }
        return changed;
    }

    private static byte[] join(byte[]... parts) {
        var all = ByteString.empty();
        for (var part : parts) {
            all = all.concat(ByteString.copyFrom(part));
        }
        return all.toByteArray();
    }

    private static byte[] framed(int length, byte[] body) {
        var prefix = new byte[CodedOutputStream.computeUInt32SizeNoTag(length)];
        try {
            CodedOutputStream.newInstance(prefix).writeUInt32NoTag(length);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return join(prefix, body);
    }
}
