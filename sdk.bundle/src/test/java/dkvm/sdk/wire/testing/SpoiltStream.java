// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.wire.testing;

import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Envelope;
import java.io.InputStream;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A pipe's end at which a preamble and then a peer's messages arrive, some spoilt, each in one read or in pieces. */
public abstract class SpoiltStream extends InputStream {
    private final Random random;
    private final Mutator mutator;
    private final int messages;
    private byte[] left = Wire.preamble();
    private int given;
    private int asked;
    /** Counted by the thread that reads, asked for by others. */
    private final AtomicInteger mutated = new AtomicInteger();

    /** @param messages after which the stream is over */
    protected SpoiltStream(Random random, Mutator mutator, int messages) {
        this.random = random;
        this.mutator = mutator;
        this.messages = messages;
    }

    /** Message {@code n}, from 0, with its length; null: the stream is over. */
    protected abstract byte @Nullable [] next(int n);

    /** A message that was made of this one, or of one of the golden vectors. */
    protected final byte[] spoilt(Envelope message) {
        mutated.incrementAndGet();
        return mutator.mutate(message.toByteArray());
    }

    /** How many messages were spoilt. */
    public final int mutated() {
        return mutated.get();
    }

    @Override
    public final int read() {
        throw new AssertionError("the reader reads as much as is there");
    }

    @Override
    public final int read(byte[] b, int offset, int length) {
        if (given == left.length) {
            var next = asked == messages ? null : next(asked++);
            if (next == null) {
                asked = messages;
                return -1;
            }
            left = next;
            given = 0;
        }
        int n = Math.min(left.length - given, length);
        n = random.nextInt(4) == 0 ? 1 + random.nextInt(n) : n;
        System.arraycopy(left, given, b, offset, n);
        given += n;
        return n;
    }
}
