// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.wire;

import dkvm.kernel.pipeline.SourceEnd;
import dkvm.sdk.wire.FrameBuffer;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Envelope;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that reads one device's stdout, always, and routes what it says. */
final class DeviceReader implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceReader.class);
    private static final int EXCERPT = 64;

    private final InputStream in;
    private final DeviceProtocol protocol;
    private final FrameBuffer buffer = new FrameBuffer();
    private final EventScanner scanner = new EventScanner();
    /** Set before the device is told that it may send events. */
    private volatile @Nullable SourceEnd source;

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
                    message();
                }
                var to = source;
                if (to != null) {
                    to.flush();
                }
            }
        } catch (WireException e) {
            flushQuietly();
            protocol.fault(String.valueOf(e.getMessage()), excerpt());
        } catch (IOException e) {
            // The process is gone: its exit says why.
        } catch (RuntimeException e) {
            LOG.error("the kernel failed at what a device said", e);
            protocol.fault("the kernel failed at what it said: " + e, excerpt());
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
            case EVENT -> {
                scanner.take(message.getEvent());
                route();
            }
            case END_OF_STREAM -> source().end(message.getEndOfStream().getStream(),
                    message.getEndOfStream().getReason());
            default -> protocol.message(message);
        }
    }

    private void route() throws WireException {
        int start = buffer.frameStart();
        source().event(scanner.stream(), scanner.seq(), scanner.payload(), scanner.usage(), scanner.down(),
                buffer.array(), start, buffer.offset() + buffer.length() - start);
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

    private byte[] excerpt() {
        return buffer.peek(EXCERPT);
    }
}
