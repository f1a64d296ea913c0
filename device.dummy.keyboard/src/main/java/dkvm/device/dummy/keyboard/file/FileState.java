// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a file of keyboard events says at its end.
 *
 * @param events whether there is any event in it, of whatever kind
 * @param lastMicros the time of the last keyboard event; 0 if there is none
 * @param reportOpen whether the report of the last event was not closed
 * @param down the usages of the keys that are down, in the order they went down
 */
public record FileState(boolean events, long lastMicros, boolean reportOpen, List<Integer> down) {

    /**
     * Reads a file to its end. Bad lines are passed over: to go on writing is better than to refuse a file that someone
     * touched.
     *
     * @param file the file
     * @param format its format
     * @return its state
     * @throws IOException if it cannot be read
     */
    public static FileState of(Path file, EventFormat format) throws IOException {
        boolean events = false;
        boolean reportOpen = false;
        long last = 0;
        var pressed = new PressedKeys();
        try (var lines = LineReader.of(file)) {
            while (true) {
                try {
                    var text = lines.next();
                    if (text == null) {
                        return new FileState(events, last, reportOpen, pressed.usages());
                    }
                    var line = format.parse(text);
                    events |= line != Line.Other.NOTHING && line != Line.Other.STRANGE;
                    if (line instanceof Line.Timed timed) {
                        last = Math.max(last, timed.micros());
                        pressed.accept(timed.event());
                        reportOpen = true;
                    } else if (line == Line.Other.REPORT_END) {
                        reportOpen = false;
                    }
                } catch (BadLineException _) {
                    // Passed over, as promised above.
                }
            }
        }
    }
}
