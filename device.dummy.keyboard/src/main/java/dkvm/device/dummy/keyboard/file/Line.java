// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard.file;

import dkvm.sdk.event.InputEvent;

/** What a line of a file of input events says. */
public sealed interface Line {

    /**
     * An event of a keyboard.
     *
     * @param micros its time in microseconds, as the file counts
     * @param event what happened
     */
    record Timed(long micros, InputEvent event) implements Line {}

    /** A line without such an event. */
    enum Other implements Line {
        /** White space, a comment, the description of the device. */
        NOTHING,
        /** The end of a report, that is of events that happened together. */
        REPORT_END,
        /** An event that no keyboard device passes on: a key's autorepeat. */
        REPEAT,
        /** An event of something else than a keyboard, or about a key, such as its scan code. */
        OTHER_KIND,
        /** Nothing the format knows. */
        STRANGE
    }
}
