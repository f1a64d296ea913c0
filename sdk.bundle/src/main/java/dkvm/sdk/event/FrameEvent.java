// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.event;

import dkvm.sdk.memory.Buffer;
import java.util.List;
import java.util.Objects;

/**
 * A whole picture of a display stream, in a shared buffer. Its rows lie one after the other from the buffer's beginning,
 * {@link FrameFormat#stride()} bytes apart.
 *
 * @param format its size and the form of its pixels; may differ from that of the picture before
 * @param damage outside of these rectangles it equals the last picture that the sink got of the stream; empty:
 *            everything may differ
 * @param buffer its bytes, of which {@link FrameFormat#bytes()} count
 */
public record FrameEvent(FrameFormat format, List<Rectangle> damage, Buffer buffer) implements StreamEvent {
    /** The most rectangles of one event. */
    public static final int MAX_DAMAGE = 16;

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if the buffer is too small for the format
     */
    public FrameEvent {
        Objects.requireNonNull(format, "format");
        damage = List.copyOf(damage);
        if (buffer.length() < format.bytes()) {
            throw new IllegalArgumentException(
                    "a buffer of " + buffer.length() + " bytes for a picture of " + format.bytes());
        }
    }
}
