// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display;

import dkvm.sdk.BufferAnswer;
import dkvm.sdk.Drawing;
import dkvm.sdk.Frames;
import dkvm.sdk.Output;
import dkvm.sdk.Session;
import dkvm.sdk.event.FrameFormat;
import dkvm.sdk.event.Rectangle;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An activation whose sleep passes {@link FakeTime}, and which ends after a number of pictures. A new drawing holds the
 * picture that was sent last, or noise where the contract says that it holds anything.
 */
final class FakeSession implements Session, Frames {
    /** A picture as it went out. */
    record Sent(FrameFormat format, ByteBuffer pixels, List<Rectangle> damage, long origin) {}

    final List<Sent> sent = new ArrayList<>();
    Cause cause = Cause.FIRST;
    byte[] token = {};
    Instant runStarted = Instant.ofEpochMilli(1_700_000_000_123L);
    long nextSeq = 1;
    int limit = Integer.MAX_VALUE;
    /** How long it takes until there is a buffer. */
    long waitMillis;

    private final FakeTime time;
    private Optional<FrameFormat> format = Optional.empty();
    private byte[] last = {};

    FakeSession(FakeTime time) {
        this.time = time;
    }

    static FakeSession of(FakeTime time, Cause cause) {
        var session = new FakeSession(time);
        session.cause = cause;
        return session;
    }

    @Override
    public Cause cause() {
        return cause;
    }

    @Override
    public byte[] token() {
        return token.clone();
    }

    @Override
    public long generation() {
        return 1;
    }

    @Override
    public Instant runStarted() {
        return runStarted;
    }

    @Override
    public Output output(String port) {
        throw new IllegalArgumentException(port);
    }

    @Override
    public Frames frames(String port) {
        assert port.equals("video");
        return this;
    }

    @Override
    public Set<Integer> pressed(String port) {
        return Set.of();
    }

    @Override
    public boolean active() {
        return sent.size() < limit;
    }

    @Override
    public boolean sleepUntil(long nanoTime) {
        if (nanoTime - time.nanos > 0) {
            time.nanos = nanoTime;
        }
        return active();
    }

    @Override
    public long nextSeq() {
        return nextSeq;
    }

    @Override
    public void format(FrameFormat wanted) {
        if (!Optional.of(wanted).equals(format)) {
            format = Optional.of(wanted);
            last = new byte[0];
        }
    }

    @Override
    public Optional<Drawing> next() {
        return drawing(last);
    }

    @Override
    public Optional<Drawing> blank() {
        return drawing(new byte[0]);
    }

    @Override
    public BufferAnswer request(FrameFormat wanted, Duration wait) {
        throw new UnsupportedOperationException();
    }

    private Optional<Drawing> drawing(byte[] content) {
        time.pass(waitMillis);
        if (!active()) {
            return Optional.empty();
        }
        var bytes = content.length > 0 ? content.clone() : new byte[(int) format.orElseThrow().bytes()];
        if (content.length == 0) {
            Arrays.fill(bytes, (byte) 0x5A);
        }
        return Optional.of(new FakeDrawing(format.orElseThrow(), bytes));
    }

    private final class FakeDrawing implements Drawing {
        private final FrameFormat size;
        private final byte[] bytes;

        FakeDrawing(FrameFormat size, byte[] bytes) {
            this.size = size;
            this.bytes = bytes;
        }

        @Override
        public MemorySegment pixels() {
            return MemorySegment.ofArray(bytes);
        }

        @Override
        public FrameFormat format() {
            return size;
        }

        @Override
        public void send(List<Rectangle> damage, long originNanos) {
            sent.add(new Sent(size, ByteBuffer.wrap(bytes).asReadOnlyBuffer(), damage, originNanos));
            last = bytes;
            nextSeq++;
        }

        @Override
        public void close() {}
    }
}
