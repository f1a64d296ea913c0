// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard.file;

import dkvm.sdk.DeviceFailure;
import dkvm.sdk.DeviceFailure.Reason;
import dkvm.sdk.event.InputEvent;
import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.event.TextEvent;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The keyboard events of a file in the order and at the times they are to be played, 12 bytes each. Down and up alternate
 * for each key. Immutable once read.
 */
public final class Recording {
    private static final long MAX_MICROS = 1L << 60;
    private static final int UP = 0;
    private static final int DOWN = 1;
    private static final int TEXT = 2;

    /** Microseconds since the first event, times four, plus UP, DOWN or TEXT. */
    private long[] times = new long[256];
    /** A key's usage, or an index of {@link #texts}. */
    private int[] values = new int[256];
    private final List<String> texts = new ArrayList<>();
    private int size;
    private long otherKinds;
    private long strangeLines;

    private Recording() {}

    /**
     * Reads a file wholly and checks every line.
     *
     * @param file the file
     * @param rounds whether it is to be played again and again: then what is down at its end is released there
     * @return its events
     * @throws DeviceFailure if it cannot be read, or a line is bad
     */
    public static Recording read(Path file, boolean rounds) throws DeviceFailure {
        var format = EventFormat.of(file).orElseThrow(() -> new DeviceFailure(Reason.CONFIGURATION,
                file + ": the name must end in " + EventFormat.EXTENSIONS));
        if (Files.isDirectory(file)) {
            throw new DeviceFailure(Reason.NO_INPUT, "cannot read " + file + ": it is a folder");
        }
        try (var lines = LineReader.of(file)) {
            try {
                return read(lines, format, rounds);
            } catch (BadLineException e) {
                throw new DeviceFailure(Reason.BAD_DATA,
                        file + ":" + lines.number() + ":" + e.column() + ": " + e.getMessage());
            }
        } catch (IOException e) {
            throw new DeviceFailure(Reason.NO_INPUT, "cannot read " + file + ": " + Words.of(e, file));
        }
    }

    /**
     * Reads a made-up line, so that the classes for it are loaded.
     *
     * @param file a file of the format to make ready for; it is not touched
     */
    public static void warmUp(Path file) {
        EventFormat.of(file).ifPresent(format -> {
            var line = new StringBuilder();
            format.format(line, 0, new KeyEvent(0x00070004, true));
            try {
                read(new LineReader(new StringReader(line.toString())), format, true);
            } catch (IOException | BadLineException e) {
                throw new IllegalStateException("a format cannot read what it wrote", e);
            }
        });
    }

    static Recording read(LineReader lines, EventFormat format, boolean rounds) throws IOException, BadLineException {
        var recording = new Recording();
        var pressed = new PressedKeys();
        long before = 0;
        long now = 0;
        for (var text = lines.next(); text != null; text = lines.next()) {
            switch (format.parse(text)) {
                case Line.Timed(long micros, InputEvent event) -> {
                    if (pressed.accept(event)) {
                        // Times count by their differences; one that runs back (a clock was set) makes no pause.
                        now = recording.size == 0 ? 0 : Math.min(MAX_MICROS, now + Math.max(0, micros - before));
                        before = micros;
                        recording.add(now, event);
                    }
                }
                case Line.Other.OTHER_KIND -> recording.otherKinds++;
                case Line.Other.STRANGE -> recording.strangeLines++;
                case Line.Other.NOTHING, Line.Other.REPORT_END, Line.Other.REPEAT -> {
                }
            }
        }
        if (rounds) {
            for (int usage : pressed.usages()) {
                recording.add(now, new KeyEvent(usage, false));
            }
        }
        return recording;
    }

    private void add(long micros, InputEvent event) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        if (event instanceof KeyEvent key) {
            times[size] = micros << 2 | (key.down() ? DOWN : UP);
            values[size++] = key.usage();
        } else if (event instanceof TextEvent typed) {
            times[size] = micros << 2 | TEXT;
            values[size++] = texts.size();
            texts.add(typed.text());
        }
    }

    /**
     * How many events it has.
     *
     * @return 0 if there is nothing to play
     */
    public int size() {
        return size;
    }

    /**
     * An event's time.
     *
     * @param index the event, from 0
     * @return microseconds since the first event; never less than that of the event before
     */
    public long micros(int index) {
        return times[index] >>> 2;
    }

    /**
     * An event.
     *
     * @param index the event, from 0
     * @return what happened
     */
    public InputEvent event(int index) {
        int kind = (int) (times[index] & 3);
        return kind == TEXT ? new TextEvent(texts.get(values[index])) : new KeyEvent(values[index], kind == DOWN);
    }

    /**
     * Events of other kinds, which are not played.
     *
     * @return their number
     */
    public long otherKinds() {
        return otherKinds;
    }

    /**
     * Lines that the format does not know and that were skipped.
     *
     * @return their number
     */
    public long strangeLines() {
        return strangeLines;
    }
}
