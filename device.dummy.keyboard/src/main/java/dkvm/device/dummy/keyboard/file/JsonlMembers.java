// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard.file;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dkvm.sdk.event.InputEvent;
import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.event.KeyTable;
import dkvm.sdk.event.TextEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gathers the members of one object of a {@code .jsonl} file; the ones it does not know are skipped. */
final class JsonlMembers {
    private static final Pattern USAGE = Pattern.compile("0[xX][0-9a-fA-F]{1,8}");
    private static final double MAX_SECONDS = 1e12;

    private final KeyTable keys;
    private long micros = -1;
    private @Nullable String kind;
    private @Nullable Integer usage;
    private @Nullable String text;
    private @Nullable Boolean down;

    JsonlMembers(KeyTable keys) {
        this.keys = keys;
    }

    /** Reads one member's value. */
    void member(String name, JsonReader json) throws IOException, BadLineException {
        switch (name) {
            case "t" -> {
                require(micros < 0, name);
                micros = micros(json);
            }
            case "state" -> {
                require(down == null, name);
                down = switch (string(json, name)) {
                    case "down" -> true;
                    case "up" -> false;
                    default -> throw new BadLineException(1, expectation(name));
                };
            }
            case "code", "usage", "evdev", "text", "motion", "position", "button", "scroll" -> {
                if (kind != null) {
                    throw new BadLineException(1, kind.equals(name)
                            ? "\"" + name + "\" is there twice"
                            : "one event a line, not both \"" + kind + "\" and \"" + name + "\"");
                }
                kind = name;
                event(name, json);
            }
            default -> json.skipValue();
        }
    }

    /** What the object says. */
    Line line() throws BadLineException {
        if (micros < 0) {
            throw new BadLineException(1, "\"t\" is missing: the time in seconds since the first event");
        }
        if (kind == null) {
            throw new BadLineException(1, "no event: \"code\", \"usage\", \"evdev\" or \"text\" is missing");
        }
        InputEvent event;
        if (usage != null) {
            if (down == null) {
                throw new BadLineException(1, "\"state\" is missing: \"down\" or \"up\"");
            }
            event = new KeyEvent(usage, down);
        } else if (text != null) {
            event = new TextEvent(text);
        } else {
            return Line.Other.OTHER_KIND;
        }
        return new Line.Timed(micros, event);
    }

    private void event(String name, JsonReader json) throws IOException, BadLineException {
        switch (name) {
            case "code" -> {
                var code = string(json, name);
                usage = keys.usageOf(code).orElseThrow(() -> new BadLineException(1,
                        "\"" + code + "\" is no key of W3C UI Events; where a key has no name write \"usage\""));
            }
            case "usage" -> {
                var hex = string(json, name);
                if (!USAGE.matcher(hex).matches()) {
                    throw new BadLineException(1, expectation(name));
                }
                usage = Integer.parseUnsignedInt(hex.substring(2), 16);
            }
            case "evdev" -> {
                int code = number(json, name).nextInt();
                if (code < 0 || code >= KeyTable.EVDEV_CODES) {
                    throw new BadLineException(1, expectation(name));
                }
                if (KeyTable.isKey(code)) {
                    usage = keys.usageOf(code);
                }
            }
            case "text" -> {
                text = string(json, name);
                if (text.getBytes(StandardCharsets.UTF_8).length > TextEvent.MAX_BYTES) {
                    throw new BadLineException(1, "\"text\" is at most " + TextEvent.MAX_BYTES + " bytes of UTF-8");
                }
            }
            default -> json.skipValue();
        }
    }

    private static long micros(JsonReader json) throws IOException, BadLineException {
        double seconds = number(json, "t").nextDouble();
        if (!(seconds >= 0 && seconds <= MAX_SECONDS)) {
            throw new BadLineException(1, expectation("t"));
        }
        return Math.round(seconds * 1e6);
    }

    private static String string(JsonReader json, String name) throws IOException, BadLineException {
        if (json.peek() != JsonToken.STRING) {
            throw new BadLineException(1, expectation(name));
        }
        return json.nextString();
    }

    /** gson would read a number from a string too. */
    private static JsonReader number(JsonReader json, String name) throws IOException, BadLineException {
        if (json.peek() != JsonToken.NUMBER) {
            throw new BadLineException(1, expectation(name));
        }
        return json;
    }

    private static void require(boolean first, String name) throws BadLineException {
        if (!first) {
            throw new BadLineException(1, "\"" + name + "\" is there twice");
        }
    }

    static String expectation(String name) {
        return switch (name) {
            case "t" -> "\"t\" is a number of seconds, not negative";
            case "state" -> "\"state\" is \"down\" or \"up\"";
            case "code" -> "\"code\" is a key's name in W3C UI Events, such as \"KeyA\"";
            case "usage" -> "\"usage\" is a HID usage such as \"0x000700E3\"";
            case "evdev" -> "\"evdev\" is a whole number from 0 to " + (KeyTable.EVDEV_CODES - 1);
            default -> "\"" + name + "\" is a string";
        };
    }
}
