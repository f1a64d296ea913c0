// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import dkvm.kernel.pipeline.Tap;
import dkvm.sdk.event.Fourcc;
import dkvm.sdk.event.KeyName;
import dkvm.sdk.event.KeyTable;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Frame;
import dkvm.sdk.wire.v1.Handle;
import dkvm.sdk.wire.v1.PressState;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An event as JSON, in the form of {@code .jsonl} recordings. */
final class EventForm {
    private static final int MICROS = 6;
    private static final int BUTTON_PAGE = 9 << 16;
    /** The buttons with a name, from usage 1 on. */
    private static final List<String> BUTTONS = List.of("left", "right", "middle", "side", "extra");

    private final KeyTable keys = KeyTable.standard();

    /**
     * An event that passed.
     *
     * @param micros when, since the first one
     */
    Map<String, Object> json(long micros, Tap.Passed passed) {
        var json = new LinkedHashMap<String, Object>();
        json.put("t", seconds(micros));
        passed.event().ifPresentOrElse(event -> put(event, json), () -> json.put("bytes", passed.bytes()));
        return json;
    }

    private void put(Event event, Map<String, Object> json) {
        switch (event.getPayloadCase()) {
            case KEY -> {
                key(event.getKey().getUsage(), json);
                json.put("state", state(event.getKey().getState()));
            }
            case TEXT -> json.put("text", event.getText().getText());
            case MOTION -> json.put("motion", List.of(event.getMotion().getDx(), event.getMotion().getDy()));
            case POSITION -> {
                var at = event.getPosition();
                json.put("position", List.of(at.getX(), at.getY()));
                json.put("range", List.of(at.getMinX(), at.getMinY(), at.getMaxX(), at.getMaxY()));
            }
            case BUTTON -> {
                json.put("button", button(event.getButton().getUsage()));
                json.put("state", state(event.getButton().getState()));
            }
            case SCROLL -> json.put("scroll", List.of(event.getScroll().getDx(), event.getScroll().getDy()));
            case FRAME -> frame(event.getSeq(), event.getFrame(), json);
            case AUDIO, DATA, PAYLOAD_NOT_SET -> json.put("bytes", bytes(event));
        }
    }

    private void key(int usage, Map<String, Object> json) {
        switch (keys.labelOf(usage)) {
            case KeyName.Code(var code) -> json.put("code", code);
            case KeyName.Evdev(var code) -> json.put("evdev", code);
            case KeyName.Usage(var text) -> json.put("usage", text);
        }
    }

    private static String button(int usage) {
        int number = usage - BUTTON_PAGE;
        return number >= 1 && number <= BUTTONS.size() ? BUTTONS.get(number - 1) : "button-" + number;
    }

    private static String state(PressState state) {
        return state == PressState.DOWN ? "down" : "up";
    }

    private static void frame(long number, Frame frame, Map<String, Object> json) {
        json.put("frame", number);
        json.put("width", Integer.toUnsignedLong(frame.getWidth()));
        json.put("height", Integer.toUnsignedLong(frame.getHeight()));
        json.put("fourcc", Fourcc.name(frame.getFourcc()));
        json.put("full", frame.getDamageCount() == 0);
        json.put("damage", frame.getDamageList().stream()
                .map(part -> List.of(part.getX(), part.getY(), part.getWidth(), part.getHeight())).toList());
    }

    private static long bytes(Event event) {
        return event.getData().size() + event.getBuffersList().stream().mapToLong(Handle::getLength).sum();
    }

    /** Without the rounding of a double, and never with an exponent. */
    private static BigDecimal seconds(long micros) {
        var seconds = BigDecimal.valueOf(micros, MICROS).stripTrailingZeros();
        return seconds.scale() < 1 ? seconds.setScale(1) : seconds;
    }
}
