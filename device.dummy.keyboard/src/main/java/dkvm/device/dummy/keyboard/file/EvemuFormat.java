// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard.file;

import dkvm.sdk.event.InputEvent;
import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.event.KeyTable;
import java.util.Optional;

/** The text format of evemu 1.x: {@code E: SEC.USEC TYPE CODE VALUE}, type and code hexadecimal, value decimal. */
final class EvemuFormat implements EventFormat {
    private static final int EV_SYN = 0;
    private static final int EV_KEY = 1;

    private final KeyTable keys;

    EvemuFormat(KeyTable keys) {
        this.keys = keys;
    }

    @Override
    public Line parse(String line) throws BadLineException {
        var in = new EvemuScanner(line);
        if (!in.isEvent()) {
            return in.isKnown() ? Line.Other.NOTHING : Line.Other.STRANGE;
        }
        long micros = in.time();
        int type = in.hex("type");
        int code = in.hex("code");
        int value = in.value();
        in.end();
        if (type == EV_SYN) {
            return code == 0 ? Line.Other.REPORT_END : Line.Other.OTHER_KIND;
        }
        if (type != EV_KEY || !KeyTable.isKey(code)) {
            return Line.Other.OTHER_KIND;
        }
        return switch (value) {
            case 0, 1 -> new Line.Timed(micros, new KeyEvent(keys.usageOf(code), value == 1));
            case 2 -> Line.Other.REPEAT;
            default -> throw in.bad("a key's value is 0 (up), 1 (down) or 2 (autorepeat), not " + value);
        };
    }

    @Override
    public Optional<InputEvent> canonical(InputEvent event) {
        if (!(event instanceof KeyEvent key)) {
            return Optional.empty();
        }
        var code = keys.evdevOf(key.usage());
        return code.isPresent()
                ? Optional.of(new KeyEvent(keys.usageOf(code.getAsInt()), key.down()))
                : Optional.empty();
    }

    @Override
    public void format(StringBuilder out, long micros, InputEvent event) {
        if (event instanceof KeyEvent key) {
            line(out, micros, EV_KEY, keys.evdevOf(key.usage()).orElseThrow(), key.down() ? 1 : 0);
            line(out, micros, EV_SYN, 0, 0);
        }
    }

    @Override
    public String header() {
        return EvemuHeader.text();
    }

    @Override
    public String reportEnd(long micros) {
        var out = new StringBuilder();
        line(out, micros, EV_SYN, 0, 0);
        return out.toString();
    }

    /** As evemu-record has it: evemu-play takes a time of zero for "not begun" and would skip the first pause. */
    @Override
    public long firstMicros() {
        return 1;
    }

    private static void line(StringBuilder out, long micros, int type, int code, int value) {
        out.append("E: ").append(micros / 1_000_000).append('.');
        padded(out, Long.toString(micros % 1_000_000), 6).append(' ');
        padded(out, Integer.toHexString(type), 4).append(' ');
        padded(out, Integer.toHexString(code), 4).append(' ');
        padded(out, Integer.toString(value), 4).append('\n');
    }

    private static StringBuilder padded(StringBuilder out, String digits, int width) {
        return out.repeat('0', width - digits.length()).append(digits);
    }
}
