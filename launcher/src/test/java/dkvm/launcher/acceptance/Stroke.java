// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A key goes down or up, as a file tells it. Files are read and written here by means of their own, so that an error of
 * the devices does not cancel out.
 *
 * @param key an evdev code, or what a jsonl line calls the key
 * @param down whether it goes down
 */
record Stroke(String key, boolean down) {
    private static final Pattern EVEMU_KEY = Pattern
            .compile("E: \\d+\\.\\d{6} 0001 ([0-9a-f]{4}) ([0-9a-f]{1,4})\\b.*");

    static Stroke down(int evdev) {
        return new Stroke(String.valueOf(evdev), true);
    }

    static Stroke up(int evdev) {
        return new Stroke(String.valueOf(evdev), false);
    }

    /** Each of these keys is pressed and released, one after the other. */
    static List<Stroke> typed(int times) {
        var strokes = new ArrayList<Stroke>();
        for (int i = 0; i < times; i++) {
            // KEY_Q to KEY_P.
            int key = 16 + i % 10;
            strokes.add(down(key));
            strokes.add(up(key));
        }
        return strokes;
    }

    /** The keys of a file, by its extension. A last line that is not whole yet does not count. */
    static List<Stroke> read(Path file) throws IOException {
        var text = Files.readString(file);
        boolean evemu = file.toString().endsWith(".evemu");
        return text.substring(0, text.lastIndexOf('\n') + 1).lines()
                .filter(line -> evemu ? line.startsWith("E: ") : !line.isBlank())
                .flatMap(line -> (evemu ? evemu(line) : List.of(jsonl(line))).stream()).toList();
    }

    private static List<Stroke> evemu(String line) {
        var match = EVEMU_KEY.matcher(line);
        if (!match.matches()) {
            return List.of();
        }
        int value = Integer.parseInt(match.group(2), 16);
        if (value > 1) {
            throw new AssertionError("a sink writes no repeats: " + line);
        }
        return List.of(new Stroke(String.valueOf(Integer.parseInt(match.group(1), 16)), value == 1));
    }

    private static Stroke jsonl(String line) {
        var event = JsonParser.parseString(line).getAsJsonObject();
        for (var name : List.of("code", "usage", "evdev")) {
            if (event.has(name)) {
                return new Stroke(event.get(name).getAsString(), "down".equals(event.get("state").getAsString()));
            }
        }
        throw new AssertionError("no key: " + line);
    }

    /** Writes a recording that evemu-record could have made, an event every so many microseconds. */
    static Path write(Path file, List<Stroke> strokes, long stepMicros) throws IOException {
        var lines = new StringBuilder("# EVEMU 1.3\n");
        long micros = 0;
        for (var stroke : strokes) {
            event(lines, micros, Integer.parseInt(stroke.key()), stroke.down() ? 1 : 0);
            micros += stepMicros;
        }
        return Files.writeString(file, lines);
    }

    /** Appends a report with one key event; value 2 is a repeat. */
    static void event(StringBuilder lines, long micros, int evdev, int value) {
        long second = micros / 1_000_000;
        long rest = micros % 1_000_000;
        lines.append(String.format(Locale.ROOT, "E: %d.%06d 0001 %04x %04d%n", second, rest, evdev, value))
                .append(String.format(Locale.ROOT, "E: %d.%06d 0000 0000 0000%n", second, rest));
    }

    /** What is down after these; an error where a key goes down twice, or up without being down. */
    static Set<String> held(List<Stroke> strokes) {
        var held = new LinkedHashSet<String>();
        for (int i = 0; i < strokes.size(); i++) {
            var stroke = strokes.get(i);
            if (!(stroke.down() ? held.add(stroke.key()) : held.remove(stroke.key()))) {
                throw new AssertionError("stroke " + i + ", " + stroke + ", where that key already is; before it: "
                        + strokes.subList(Math.max(0, i - 5), i));
            }
        }
        return held;
    }
}
