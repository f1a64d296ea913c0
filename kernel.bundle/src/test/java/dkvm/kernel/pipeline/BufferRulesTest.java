// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.AudioPeriod;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Frame;
import dkvm.sdk.wire.v1.Handle;
import dkvm.sdk.wire.v1.Rectangle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BufferRulesTest {
    private static final int LENGTH = 100;

    private static Event.Builder event(long bytes) {
        return Event.newBuilder().addBuffers(Handle.newBuilder().setLength(bytes));
    }

    private static Frame.Builder frame(int width, int height, int stride) {
        return Frame.newBuilder().setWidth(width).setHeight(height).setStride(stride);
    }

    private static Event picture(Rectangle.Builder damage) {
        return event(64).setFrame(frame(8, 8, 8).addDamage(damage)).build();
    }

    private static Rectangle.Builder rectangle(int x, int y, int width, int height) {
        return Rectangle.newBuilder().setX(x).setY(y).setWidth(width).setHeight(height);
    }

    private static void passes(Event event, StreamKind kind) {
        assertThatCode(() -> BufferRules.check(event, kind, LENGTH)).doesNotThrowAnyException();
    }

    private static void refused(Event event, StreamKind kind, String words) {
        assertThatThrownBy(() -> BufferRules.check(event, kind, LENGTH)).isInstanceOf(WireException.class)
                .hasMessageContaining(words);
    }

    @Test
    void onlyPicturesAndSoundMustAndDataMayCarryABuffer() {
        for (var kind : StreamKind.values()) {
            boolean must = kind == StreamKind.DISPLAY || kind == StreamKind.AUDIO;
            assertThat(BufferRules.must(kind)).isEqualTo(must);
            assertThat(BufferRules.may(kind)).isEqualTo(must || kind == StreamKind.DATA);
        }
        passes(event(64).setFrame(frame(8, 8, 8)).build(), StreamKind.DISPLAY);
        passes(event(64).setAudio(AudioPeriod.getDefaultInstance()).build(), StreamKind.AUDIO);
        passes(event(64).setData(ByteString.EMPTY).build(), StreamKind.DATA);
    }

    @ParameterizedTest
    @EnumSource(names = {"KEYBOARD", "POINTER"})
    void othersMayNot(StreamKind kind) {
        refused(event(64).build(), kind, kind.id());
    }

    @Test
    void oneIsEnough() {
        refused(event(64).addBuffers(Handle.getDefaultInstance()).build(), StreamKind.DATA, "2 buffers");
    }

    @Test
    void theMessageBesidesItIsSmall() {
        var event = event(64).setData(ByteString.EMPTY).build();
        assertThatCode(() -> BufferRules.check(event, StreamKind.DATA, BufferRules.MAX_MESSAGE))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> BufferRules.check(event, StreamKind.DATA, BufferRules.MAX_MESSAGE + 1))
                .isInstanceOf(WireException.class);
    }

    @ParameterizedTest
    @CsvSource({"8, 8, 8, 64, true", "8, 8, 9, 72, true", "8, 8, 8, 65, true", "65536, 1, 4, 4, true",
            "8, 8, 8, 63, false", "0, 8, 8, 64, false", "8, 0, 8, 64, false", "8, 8, 0, 64, false",
            "65537, 1, 4, 64, false", "1, 65537, 1, 99999, false", "-1, 8, 8, 64, false", "8, -1, 8, 64, false",
            "8, 8, -1, 64, false", "8, 8, 8, -1, true", "65536, 65536, 2147483647, 64, false"})
    void aPictureLiesInItsBuffer(int width, int height, int stride, long bytes, boolean good) {
        var event = event(bytes).setFrame(frame(width, height, stride)).build();
        if (good) {
            passes(event, StreamKind.DISPLAY);
        } else {
            refused(event, StreamKind.DISPLAY, "a frame of");
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 8, 8, true", "7, 7, 1, 1, true", "3, 2, 5, 6, true",
            "0, 0, 9, 1, false", "0, 0, 1, 9, false", "7, 0, 2, 1, false", "0, 7, 1, 2, false", "8, 0, 1, 1, false",
            "0, 0, 0, 1, false", "0, 0, 1, 0, false", "-1, 0, 1, 1, false", "0, -1, 1, 1, false",
            "1, 1, -1, 1, false", "1, 1, 1, -1, false", "2147483647, 0, 1, 1, false", "1, 0, 2147483647, 1, false"})
    void damageLiesInThePicture(int x, int y, int width, int height, boolean good) {
        var event = picture(rectangle(x, y, width, height));
        if (good) {
            passes(event, StreamKind.DISPLAY);
        } else {
            refused(event, StreamKind.DISPLAY, "damage outside");
        }
    }

    @Test
    void thereAreSixteenRectanglesAtMost() {
        var frame = frame(8, 8, 8);
        for (int i = 0; i < Damage.MOST; i++) {
            frame.addDamage(rectangle(0, 0, 1, 1));
        }
        passes(event(64).setFrame(frame).build(), StreamKind.DISPLAY);
        refused(event(64).setFrame(frame.addDamage(rectangle(0, 0, 1, 1))).build(), StreamKind.DISPLAY, "17");
    }
}
