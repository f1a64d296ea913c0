// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.wire;

import com.google.protobuf.CodedInputStream;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Envelope;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;

/** A device's stdin that counts what comes, and sees two writers at once and what comes out of order. */
final class CheckedPipe extends OutputStream {
    /** Pings count as this stream. */
    static final int PINGS = 0;

    private final AtomicLongArray last;
    private final AtomicBoolean busy = new AtomicBoolean();
    /** Set once, by any writer. */
    private volatile boolean wrong;

    CheckedPipe(int streams) {
        last = new AtomicLongArray(1 + streams);
    }

    /** The last number that came of a stream. */
    long last(int stream) {
        return last.get(stream);
    }

    /** Whether all came in order, by one writer at a time. */
    boolean right() {
        return !wrong;
    }

    @Override
    public void write(int b) {
        wrong = true;
    }

    @Override
    public void write(byte[] b, int offset, int length) throws IOException {
        if (!busy.compareAndSet(false, true)) {
            wrong = true;
        }
        if (!Arrays.equals(b, offset, offset + length, Wire.preamble(), 0, Wire.preamble().length)) {
            messages(CodedInputStream.newInstance(b, offset, length));
        }
        busy.set(false);
    }

    private void messages(CodedInputStream in) throws IOException {
        while (!in.isAtEnd()) {
            var message = Envelope.parseFrom(in.readByteBuffer());
            switch (message.getBodyCase()) {
                case EVENT -> came(message.getEvent().getStream(), message.getEvent().getSeq());
                case PING -> came(PINGS, message.getPing().getId());
                default -> {
                    // The beginning of a stream.
                }
            }
        }
    }

    private void came(int stream, long number) {
        if (last.getAndSet(stream, number) != number - 1) {
            wrong = true;
        }
    }
}
