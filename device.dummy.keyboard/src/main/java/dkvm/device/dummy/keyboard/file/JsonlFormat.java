// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard.file;

import com.google.gson.stream.JsonWriter;
import dkvm.sdk.event.InputEvent;
import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.event.KeyName;
import dkvm.sdk.event.KeyTable;
import dkvm.sdk.event.TextEvent;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

/** A JSON object a line: {@code {"t":0.0,"code":"KeyA","state":"down"}}. */
final class JsonlFormat implements EventFormat {
    private final KeyTable keys;
    private final JsonlParser parser;

    JsonlFormat(KeyTable keys) {
        this.keys = keys;
        parser = new JsonlParser(keys);
    }

    @Override
    public Line parse(String line) throws BadLineException {
        return parser.parse(line);
    }

    @Override
    public Optional<InputEvent> canonical(InputEvent event) {
        if (event instanceof KeyEvent key) {
            int usage = KeyTable.isEvdev(key.usage()) ? keys.usageOf(key.usage() & 0xFFFF) : key.usage();
            return Optional.of(new KeyEvent(usage, key.down()));
        }
        return event instanceof TextEvent ? Optional.of(event) : Optional.empty();
    }

    @Override
    public void format(StringBuilder out, long micros, InputEvent event) {
        var text = new StringWriter(64);
        try (var json = new JsonWriter(text)) {
            json.beginObject();
            json.name("t").jsonValue(seconds(micros));
            if (event instanceof KeyEvent key) {
                key(json, key.usage());
                json.name("state").value(key.down() ? "down" : "up");
            } else if (event instanceof TextEvent typed) {
                json.name("text").value(typed.text());
            }
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.append(text.getBuffer()).append('\n');
    }

    private void key(JsonWriter json, int usage) throws IOException {
        switch (keys.labelOf(usage)) {
            case KeyName.Code(var code) -> json.name("code").value(code);
            case KeyName.Evdev(var code) -> json.name("evdev").value(code);
            case KeyName.Usage(var text) -> json.name("usage").value(text);
        }
    }

    @Override
    public String header() {
        return "";
    }

    @Override
    public String reportEnd(long micros) {
        return "";
    }

    @Override
    public long firstMicros() {
        return 0;
    }

    /** Without the rounding of a double: 1.4 for 1400000, 0.0 for 0. */
    private static String seconds(long micros) {
        var fraction = Long.toString(1_000_000 + micros % 1_000_000);
        int end = fraction.length();
        while (end > 2 && fraction.charAt(end - 1) == '0') {
            end--;
        }
        return micros / 1_000_000 + "." + fraction.substring(1, end);
    }
}
