// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static dkvm.sdk.internal.FakeKernel.activation;
import static dkvm.sdk.internal.FakeKernel.input;
import static dkvm.sdk.internal.FakeKernel.key;
import static dkvm.sdk.internal.FakeKernel.output;

import com.google.protobuf.ByteString;
import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Cause;
import dkvm.sdk.wire.v1.Credit;
import dkvm.sdk.wire.v1.Drain;
import dkvm.sdk.wire.v1.EndOfStream;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Ping;
import dkvm.sdk.wire.v1.StreamClosed;
import dkvm.sdk.wire.v1.Text;
import dkvm.sdk.wire.v1.Welcome;
import java.io.InputStream;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** The stdin of a device, on which the kernel says what it may, spoilt now and then, a message a read. */
final class FuzzedKernel extends InputStream {
    private static final int MESSAGES = 40;
    private static final int IN = 7;
    private static final int OUT = 8;

    private final Random random;
    private final Mutator mutator;
    private final boolean source;
    private byte[] left = Wire.preamble();
    private int given;
    private int messages;
    private long seq;
    /** Written by the device's reading thread, read when that is over. */
    final AtomicInteger mutated = new AtomicInteger();

    FuzzedKernel(Random random, Mutator mutator, boolean source) {
        this.random = random;
        this.mutator = mutator;
        this.source = source;
    }

    @Override
    public int read() {
        throw new AssertionError("the reader reads as much as is there");
    }

    @Override
    public int read(byte[] b, int offset, int length) {
        if (given == left.length) {
            if (messages == MESSAGES) {
                return -1;
            }
            left = next(messages++);
            given = 0;
        }
        int n = Math.min(left.length - given, length);
        n = random.nextInt(4) == 0 ? 1 + random.nextInt(n) : n;
        System.arraycopy(left, given, b, offset, n);
        given += n;
        return n;
    }

    private byte[] next(int n) {
        boolean spoil = n < 2 ? random.nextInt(30) == 0 : random.nextInt(4) != 0;
        var message = switch (n) {
            case 0 -> Envelope.newBuilder().setWelcome(Welcome.newBuilder().setVersion(1)).build();
            case 1 -> activate(Cause.FIRST);
            default -> valid();
        };
        if (!spoil) {
            return Mutator.framed(message.toByteArray());
        }
        mutated.incrementAndGet();
        return mutator.mutate(n > 1 && random.nextInt(4) == 0 ? mutator.vector() : message.toByteArray());
    }

    private Envelope activate(Cause cause) {
        var stream = source ? output(OUT, "keys", 1, 3, 1000) : input(IN, "keys", "a.keys", 1);
        return activation(ByteString.copyFromUtf8("token"), cause, stream);
    }

    private Envelope valid() {
        var envelope = Envelope.newBuilder();
        return switch (random.nextInt(40)) {
            case 0 -> envelope.setDrain(Drain.getDefaultInstance()).build();
            case 1 -> activate(Cause.ROLLBACK);
            case 2 -> envelope.setEndOfStream(EndOfStream.newBuilder().setStream(IN)).build();
            case 3 -> envelope.setStreamClosed(StreamClosed.newBuilder().setStream(source ? OUT : IN)).build();
            case 4, 5 -> envelope.setStreamOpened(source
                    ? output(OUT, "keys", 1, 9, 500)
                    : input(IN, "keys", "a.keys", seq + 1)).build();
            case 6, 7, 8 -> envelope.setPing(Ping.newBuilder().setId(random.nextLong())).build();
            case 9, 10, 11, 12 -> envelope.setCredit(Credit.newBuilder().setStream(OUT).setSeq(random.nextInt(100))
                    .setBytes(random.nextInt(10_000))).build();
            case 13, 14 -> envelope.setEvent(Event.newBuilder().setStream(IN).setSeq(++seq).setOrigin(seq)
                    .setText(Text.newBuilder().setText("x".repeat(random.nextInt(200))))).build();
            default -> source
                    ? envelope.setPing(Ping.getDefaultInstance()).build()
                    : key(IN, ++seq, new KeyEvent(0x70004, random.nextBoolean()));
        };
    }
}
