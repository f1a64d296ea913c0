// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.event;

import java.util.Locale;

/** What a stream carries. A link joins two ports of one kind. */
public enum StreamKind {
    /** Keys and typed text. */
    KEYBOARD,
    /** Motion, position, buttons and scrolling. */
    POINTER,
    /** Pictures in shared buffers. */
    DISPLAY,
    /** PCM periods in shared buffers. */
    AUDIO,
    /** Bytes of the devices' own. */
    DATA;

    /**
     * The kind's name in configuration and reports.
     *
     * @return lower case, such as {@code keyboard}
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
