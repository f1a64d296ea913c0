// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.wire;

import dkvm.kernel.pipeline.Attachment;
import dkvm.kernel.pipeline.Outlet;
import dkvm.kernel.pipeline.SinkEnd;
import dkvm.sdk.wire.FrameBuffer;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Credit;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A device's stdin: what the kernel writes there is parsed, and may be acknowledged at once. */
final class PlayedSink implements Outlet {
    private final byte[] buffer = new byte[Wire.MAX_MESSAGE + 8];
    private final Consumer<Event> events;
    private final boolean acknowledges;
    private final FrameBuffer frames = new FrameBuffer();
    private @Nullable SinkEnd sink;
    private boolean pumping;
    /** What was taken of each stream. */
    private final Map<Integer, Credit.Builder> taken = new HashMap<>();

    PlayedSink(boolean acknowledges, Consumer<Event> events) {
        this.acknowledges = acknowledges;
        this.events = events;
        read(Wire.preamble(), 4);
    }

    /** A process begins. */
    void draws(Attachment attachment) {
        sink = attachment.sink();
        taken.clear();
    }

    /** What may be acknowledged. */
    Credit taken() {
        return taken.values().stream().findFirst().map(Credit.Builder::build).orElseGet(Credit::getDefaultInstance);
    }

    @Override
    public void send(Envelope message) {}

    @Override
    public void pump() {
        var from = sink;
        if (pumping || from == null) {
            return;
        }
        pumping = true;
        for (int n = from.collect(this, buffer, true); n > 0; n = from.collect(this, buffer, true)) {
            read(buffer, n);
            if (acknowledges) {
                acknowledge(from);
            }
        }
        pumping = false;
    }

    private void acknowledge(SinkEnd to) {
        try {
            for (var credit : taken.values()) {
                to.acknowledged(credit.getStream(), credit.getSeq(), credit.getBytes());
            }
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    private void read(byte[] from, int n) {
        try {
            frames.fill(new ByteArrayInputStream(from, 0, n));
            while (frames.next()) {
                take(Envelope.parser().parseFrom(frames.array(), frames.offset(), frames.length()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the kernel forwarded what is no message", e);
        }
    }

    private void take(Envelope message) {
        if (message.hasEndOfStream()) {
            taken.remove(message.getEndOfStream().getStream());
        }
        if (!message.hasEvent()) {
            return;
        }
        var event = message.getEvent();
        var credit = taken.computeIfAbsent(event.getStream(), number -> Credit.newBuilder().setStream(number));
        credit.setSeq(Math.max(credit.getSeq(), event.getSeq()));
        credit.setBytes(credit.getBytes() + frames.offset() + frames.length() - frames.frameStart());
        events.accept(event);
    }
}
