// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.wire;

import dkvm.kernel.pipeline.SourceEnd;
import dkvm.sdk.wire.FrameBuffer;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that reads one device's stdout, always, and routes what it says. */
final class DeviceReader implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceReader.class);
    private static final int EXCERPT = 64;
    private static final int BUFFER = 4096;

    private final InputStream in;
    private final DeviceProtocol protocol;
    private final FrameBuffer buffer = new FrameBuffer();
    private final EventScanner scanner = new EventScanner();
    /** Set before the device is told that it may send events. */
    private volatile @Nullable SourceEnd source;
    /** Whether the message at hand was cut from the stream: then it is what is shown of a fault. */
    private boolean cut;

    DeviceReader(InputStream in, DeviceProtocol protocol) {
        this.in = in;
        this.protocol = protocol;
    }

    void routeTo(SourceEnd newSource) {
        source = newSource;
    }

    @Override
    public void run() {
        try {
            while (buffer.fill(in)) {
                while (buffer.next()) {
                    cut = true;
                    message();
                    cut = false;
                }
                var to = source;
                if (to != null) {
                    to.flush();
                }
            }
            misunderstood();
        } catch (WireException e) {
            flushQuietly();
            fault(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // Unheard, the device would go on for ever to a kernel that no longer reads it.
            LOG.error("a message could not be handled", e);
            fault("the kernel could not handle a message: " + e);
        } catch (IOException e) {
            // The process is gone: its exit says why.
        } finally {
            protocol.endOfOutput();
        }
    }

    private void message() throws WireException {
        int offset = buffer.offset();
        int length = buffer.length();
        if (scanner.scan(buffer.array(), offset, length)) {
            route();
            return;
        }
        Envelope message = EventScanner.parse(buffer.array(), offset, length);
        switch (message.getBodyCase()) {
            case EVENT -> event(message.getEvent());
            case END_OF_STREAM -> source().end(message.getEndOfStream().getStream(),
                    message.getEndOfStream().getReason());
            default -> protocol.message(message);
        }
    }

    private void event(Event event) throws WireException {
        if (event.getBuffersCount() == 0) {
            scanner.take(event);
            route();
        } else {
            source().carry(event, buffer.array(), buffer.frameStart(), wholeLength());
        }
    }

    private void route() throws WireException {
        source().event(scanner.stream(), scanner.seq(), scanner.payload(), scanner.usage(), scanner.down(),
                buffer.array(), buffer.frameStart(), wholeLength());
    }

    private int wholeLength() {
        return buffer.offset() + buffer.length() - buffer.frameStart();
    }

    private SourceEnd source() throws WireException {
        var to = source;
        if (to == null) {
            throw new WireException("an event before it was activated");
        }
        return to;
    }

    /** What came before the fault still goes out. */
    private void flushQuietly() {
        var to = source;
        if (to != null) {
            to.flush();
        }
    }

    /** Nothing more is understood, but it is read: who crashes must not be kept from its end by a full pipe. */
    private void fault(String reason) {
        protocol.fault(reason, excerpt());
        misunderstood();
        var more = new byte[BUFFER];
        try {
            for (int count = in.read(more); count >= 0; count = in.read(more)) {
                protocol.misunderstood(more, count);
            }
        } catch (IOException e) {
            LOG.debug("its stdout ended: {}", e.toString());
        }
    }

    private void misunderstood() {
        var rest = rest();
        protocol.misunderstood(rest, rest.length);
    }

    private byte[] excerpt() {
        int start = buffer.frameStart();
        return cut
                ? Arrays.copyOfRange(buffer.array(), start,
                        Math.min(start + EXCERPT, buffer.offset() + buffer.length()))
                : buffer.peek(EXCERPT);
    }

    /** What is there from the fault on, or from the last message on that is not whole. */
    private byte[] rest() {
        return cut
                ? Arrays.copyOfRange(buffer.array(), buffer.frameStart(),
                        buffer.offset() + buffer.length() + buffer.pending())
                : buffer.peek(buffer.pending());
    }
}
