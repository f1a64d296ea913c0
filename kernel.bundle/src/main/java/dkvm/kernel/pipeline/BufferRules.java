// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Frame;

/** What a device may say in an event that carries a buffer. Nothing else looks at it before the sinks do. */
final class BufferRules {
    /** An event of more bytes besides its buffer has no need of one. */
    static final int MAX_MESSAGE = 8 * 1024;
    private static final int MAX_SIDE = 1 << 16;

    private BufferRules() {}

    /** Whether events of a kind may carry a buffer. */
    static boolean may(StreamKind kind) {
        return must(kind) || kind == StreamKind.DATA;
    }

    /** Whether each of them does. */
    static boolean must(StreamKind kind) {
        return kind == StreamKind.DISPLAY || kind == StreamKind.AUDIO;
    }

    static void check(Event event, StreamKind kind, int length) throws WireException {
        if (event.getBuffersCount() != 1 || !may(kind)) {
            throw new WireException("an event with " + event.getBuffersCount() + " buffers in a stream of kind "
                    + kind.id());
        }
        if (length > MAX_MESSAGE) {
            throw new WireException("an event with a buffer, of " + length + " bytes; " + MAX_MESSAGE
                    + " are allowed besides the buffer");
        }
        if (event.hasFrame()) {
            check(event.getFrame(), event.getBuffers(0).getLength());
        }
    }

    private static void check(Frame frame, long bytes) throws WireException {
        int width = frame.getWidth();
        int height = frame.getHeight();
        if (width < 1 || width > MAX_SIDE || height < 1 || height > MAX_SIDE || frame.getStride() < 1
                || Long.compareUnsigned((long) frame.getStride() * height, bytes) > 0) {
            throw new WireException("a frame of " + Integer.toUnsignedString(width) + " x "
                    + Integer.toUnsignedString(height) + " with rows of " + Integer.toUnsignedString(frame.getStride())
                    + " bytes in " + Long.toUnsignedString(bytes) + " bytes");
        }
        if (frame.getDamageCount() > Damage.MOST) {
            throw new WireException("a frame with " + frame.getDamageCount() + " rectangles of damage; " + Damage.MOST
                    + " are allowed");
        }
        for (var r : frame.getDamageList()) {
            boolean within = r.getX() >= 0 && r.getY() >= 0 && r.getWidth() > 0 && r.getHeight() > 0
                    && r.getX() <= width - r.getWidth() && r.getY() <= height - r.getHeight();
            if (!within) {
                throw new WireException("a frame with damage outside the picture");
            }
        }
    }
}
