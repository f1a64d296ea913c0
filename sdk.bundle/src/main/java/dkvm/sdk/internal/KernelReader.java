// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import com.google.protobuf.InvalidProtocolBufferException;
import dkvm.sdk.Received;
import dkvm.sdk.event.FrameEvent;
import dkvm.sdk.event.InputEvent;
import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.event.StreamEvent;
import dkvm.sdk.event.TextEvent;
import dkvm.sdk.log.Log;
import dkvm.sdk.memory.Buffer;
import dkvm.sdk.wire.FrameBuffer;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.PressState;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The I/O thread: reads what the kernel sends, hands events to the main thread in order and leaves the rest to {@link
 * KernelMessages}. It logs only as its last act, so that a kernel that does not read stderr cannot stop the answers to
 * its pings.
 */
final class KernelReader implements Runnable {
    /** How long the author's code may take to let go of what it opened once stdin has ended; the contract says 1 s. */
    static final long END_OF_INPUT_MS = 700;

    private final InputStream in;
    private final KernelMessages messages;
    private final InStreams streams;
    private final Pools pools;
    private final Inbox inbox;
    private final Log log;
    private final Exit exit;
    private final BooleanSupplier orphaned;
    private final FrameBuffer buffer = new FrameBuffer();
    private final KeyScan key = new KeyScan();

    KernelReader(Platform platform, KernelMessages messages, InStreams streams, Pools pools,
            Inbox inbox) {
        this.in = platform.in();
        this.log = platform.log();
        this.exit = platform.exit();
        this.orphaned = platform.orphaned();
        this.messages = messages;
        this.streams = streams;
        this.pools = pools;
        this.inbox = inbox;
    }

    @Override
    public void run() {
        try {
            while (fill()) {
                while (buffer.next()) {
                    message();
                }
            }
            exit.within(END_OF_INPUT_MS, 1);
            // While the process is sure to be there. A kernel that only closed the stream has use for its files.
            if (orphaned.getAsBoolean()) {
                pools.removeFiles();
            }
            messages.stop();
        } catch (WireException e) {
            fail("the kernel broke the wire protocol: " + e.getMessage(), null);
        } catch (Ended e) {
            // The process has ended.
        } catch (Throwable e) {
            fail("the SDK failed", e);
        }
    }

    private boolean fill() {
        try {
            return buffer.fill(in);
        } catch (IOException e) {
            // A pipe that cannot be read has ended.
            return false;
        }
    }

    private void message() throws WireException {
        if (key.read(buffer.array(), buffer.offset(), buffer.length())) {
            arrived(key.stream(), key.seq(), key.origin(), new KeyEvent(key.usage(), key.down()));
            return;
        }
        Envelope envelope;
        try {
            envelope = Envelope.parser().parseFrom(buffer.array(), buffer.offset(), buffer.length());
        } catch (InvalidProtocolBufferException e) {
            throw new WireException("a message cannot be parsed: " + e.getMessage());
        }
        if (envelope.hasEvent()) {
            var event = envelope.getEvent();
            arrived(event);
        } else {
            messages.take(envelope);
        }
    }

    private void arrived(Event event) throws WireException {
        if (event.getBuffersCount() > 0) {
            picture(event);
        } else {
            arrived(event.getStream(), event.getSeq(), event.getOrigin(), known(event));
        }
    }

    /** An event with buffers: a picture, or something that nobody here can use. */
    private void picture(Event event) throws WireException {
        var s = streams.get(event.getStream());
        var held = new ArrayList<Buffer>();
        for (var handle : event.getBuffersList()) {
            held.add(pools.held(handle, "the buffer of event " + event.getSeq() + " from " + s.from));
        }
        FrameEvent frame = null;
        if (event.hasFrame() && held.size() == 1) {
            try {
                frame = FrameMessages.read(event.getFrame(), held.getFirst());
            } catch (IllegalArgumentException e) {
                unusable(s, e);
            }
        }
        if (frame == null) {
            held.forEach(Buffer::release);
        }
        arrived(event.getStream(), event.getSeq(), event.getOrigin(), frame);
    }

    private void unusable(InStream stream, IllegalArgumentException why) {
        if (!stream.unusable) {
            stream.unusable = true;
            inbox.add(new Work.Odd(stream.from + " sends what is no picture, and that is passed over: "
                    + why.getMessage()));
        }
    }

    private void arrived(int stream, long seq, long origin, @Nullable StreamEvent event) throws WireException {
        var s = streams.get(stream);
        int bytes = buffer.offset() + buffer.length() - buffer.frameStart();
        var received = event == null ? null : new Received(s.port, s.from, seq, origin, event);
        inbox.add(new Work.Arrival(s, seq, bytes, received));
    }

    private static @Nullable InputEvent known(Event event) {
        return switch (event.getPayloadCase()) {
            case KEY -> new KeyEvent(event.getKey().getUsage(), event.getKey().getState() == PressState.DOWN);
            case TEXT -> new TextEvent(event.getText().getText());
            default -> null;
        };
    }

    private void fail(String text, @Nullable Throwable cause) {
        // Before the log, which may find stderr full.
        exit.within(500, 1);
        if (cause == null) {
            log.error(text);
        } else {
            log.error(text, cause);
        }
        var _ = exit.now(1);
        // Where the process is only played by a test, its main thread is to end as well.
        messages.stop();
    }
}
