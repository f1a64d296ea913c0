// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dkvm.kernel.pipeline.Tap.Passed;
import dkvm.sdk.event.Fourcc;
import dkvm.sdk.wire.v1.AudioPeriod;
import dkvm.sdk.wire.v1.Button;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Frame;
import dkvm.sdk.wire.v1.Handle;
import dkvm.sdk.wire.v1.Key;
import dkvm.sdk.wire.v1.Motion;
import dkvm.sdk.wire.v1.Position;
import dkvm.sdk.wire.v1.PressState;
import dkvm.sdk.wire.v1.Rectangle;
import dkvm.sdk.wire.v1.Scroll;
import dkvm.sdk.wire.v1.Text;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventFormTest {
    private final EventForm form = new EventForm();

    private String json(long micros, Passed passed) {
        var out = new StringBuilder();
        Answer answer = out::append;
        answer.json(form.json(micros, passed));
        return out.toString().strip();
    }

    private String json(Event.Builder event) {
        return json(100_000, new Passed(0, Optional.of(event.build()), 9, 0));
    }

    private static Event.Builder key(int usage, PressState state) {
        return Event.newBuilder().setKey(Key.newBuilder().setUsage(usage).setState(state));
    }

    @Test
    void keysHaveTheirNames() {
        assertThat(json(key(0x00070004, PressState.DOWN)))
                .isEqualTo("{\"t\":0.1,\"code\":\"KeyA\",\"state\":\"down\"}");
        assertThat(json(key(0xFF000065, PressState.UP))).isEqualTo("{\"t\":0.1,\"evdev\":101,\"state\":\"up\"}");
        assertThat(json(key(0x000700FF, PressState.UP)))
                .isEqualTo("{\"t\":0.1,\"usage\":\"0x000700FF\",\"state\":\"up\"}");
    }

    @Test
    void textSteersNoTerminal() {
        assertThat(json(Event.newBuilder().setText(Text.newBuilder().setText("é\"\u001b\u007f\u009b\n"))))
                .isEqualTo("{\"t\":0.1,\"text\":\"é\\\"\\u001b\\u007f\\u009b\\n\"}");
    }

    @Test
    void pointersMove() {
        assertThat(json(Event.newBuilder().setMotion(Motion.newBuilder().setDx(-1).setDy(2))))
                .isEqualTo("{\"t\":0.1,\"motion\":[-1,2]}");
        assertThat(json(Event.newBuilder().setPosition(Position.newBuilder().setX(5).setY(6).setMaxX(7).setMaxY(8))))
                .isEqualTo("{\"t\":0.1,\"position\":[5,6],\"range\":[0,0,7,8]}");
        assertThat(json(Event.newBuilder().setScroll(Scroll.newBuilder().setDy(-120))))
                .isEqualTo("{\"t\":0.1,\"scroll\":[0,-120]}");
        assertThat(
                json(Event.newBuilder().setButton(Button.newBuilder().setUsage(9 << 16 | 3).setState(PressState.DOWN))))
                .isEqualTo("{\"t\":0.1,\"button\":\"middle\",\"state\":\"down\"}");
        assertThat(json(Event.newBuilder().setButton(Button.newBuilder().setUsage(9 << 16 | 6))))
                .isEqualTo("{\"t\":0.1,\"button\":\"button-6\",\"state\":\"up\"}");
    }

    @Test
    void framesSayWhatChanged() {
        var frame = Frame.newBuilder().setWidth(64).setHeight(48).setFourcc(Fourcc.XR24);
        assertThat(json(Event.newBuilder().setSeq(7).setFrame(frame))).isEqualTo("{\"t\":0.1,\"frame\":7,\"width\":64,"
                + "\"height\":48,\"fourcc\":\"XR24\",\"full\":true,\"damage\":[]}");
        frame.addDamage(Rectangle.newBuilder().setX(1).setY(2).setWidth(3).setHeight(4));
        assertThat(json(Event.newBuilder().setSeq(8).setFrame(frame)))
                .contains("\"full\":false,\"damage\":[[1,2,3,4]]");
    }

    @Test
    void theRestHasALength() {
        assertThat(json(Event.newBuilder().setData(ByteString.copyFromUtf8("abc"))))
                .isEqualTo("{\"t\":0.1,\"bytes\":3}");
        assertThat(json(Event.newBuilder().setAudio(AudioPeriod.getDefaultInstance())
                .addBuffers(Handle.newBuilder().setLength(1920)))).isEqualTo("{\"t\":0.1,\"bytes\":1920}");
        assertThat(json(0, new Passed(0, Optional.empty(), 9, 0))).isEqualTo("{\"t\":0.0,\"bytes\":9}");
    }

    @Test
    void timesArePlainNumbers() {
        assertThat(json(1, new Passed(0, Optional.empty(), 9, 0))).startsWith("{\"t\":0.000001,");
        assertThat(json(20_000_000, new Passed(0, Optional.empty(), 9, 0))).startsWith("{\"t\":20.0,");
    }
}
