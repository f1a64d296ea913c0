// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.event;

import java.util.Objects;

/**
 * Text that was typed other than by keys: by an input method, or pasted as typing.
 *
 * @param text at most {@link #MAX_BYTES} bytes as UTF-8
 */
public record TextEvent(String text) implements InputEvent {
    /** The longest text of one event, in bytes of UTF-8: what fits a message of the wire protocol. */
    public static final int MAX_BYTES = 64 * 1024 - 128;

    /** Refuses no text at all. */
    public TextEvent {
        Objects.requireNonNull(text, "text");
    }
}
