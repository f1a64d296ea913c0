// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import dkvm.kernel.memory.SlotRef;
import dkvm.sdk.event.Rectangle;
import dkvm.sdk.wire.v1.AudioPeriod;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Frame;
import dkvm.sdk.wire.v1.Handle;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CarriedTest {
    private static final long SEQ = 7;
    private static final UnknownFieldSet UNKNOWN = UnknownFieldSet.newBuilder()
            .addField(4711, Field.newBuilder().addVarint(1).build()).build();
    private static final Rectangle HERE = new Rectangle(0, 0, 2, 2);
    private static final Rectangle THERE = new Rectangle(3, 1, 1, 2);

    /** As no builder of ours writes it: with a length of its own, and fields that nobody knows. */
    private static Carried carried(Event event) {
        var bytes = Encoded.delimited(Envelope.newBuilder().setEvent(event).build());
        var array = new byte[bytes.length + 9];
        Arrays.fill(array, (byte) 99);
        System.arraycopy(bytes, 0, array, 5, bytes.length);
        return Carried.of(event, new SlotRef(1, 2, 3), array, 5, bytes.length);
    }

    private static Event frame(Rectangle... damage) {
        var frame = Frame.newBuilder().setWidth(4).setHeight(4).setStride(16).setUnknownFields(UNKNOWN);
        for (var r : damage) {
            frame.addDamage(dkvm.sdk.wire.v1.Rectangle.newBuilder().setX(r.x()).setY(r.y()).setWidth(r.width())
                    .setHeight(r.height()));
        }
        return event().setFrame(frame).build();
    }

    private static Event.Builder event() {
        return Event.newBuilder().setStream(3).setSeq(SEQ).setOrigin(123).setUnknownFields(UNKNOWN)
                .addBuffers(Handle.newBuilder().setPool(1).setSlot(2).setGeneration(3).setLength(64));
    }

    private static Event read(byte[] message) throws IOException {
        return Envelope.parseDelimitedFrom(new ByteArrayInputStream(message)).getEvent();
    }

    @Test
    void goesOnByteForByteIfNothingWasMissed() {
        var event = frame(HERE);

        assertThat(carried(event).bytesAfter(Damage.NOWHERE))
                .isEqualTo(Encoded.delimited(Envelope.newBuilder().setEvent(event).build()));
    }

    @Test
    void goesOnByteForByteIfItSaysItselfWhatWasMissed() {
        var part = new Damage(false, List.of(new Rectangle(1, 1, 1, 1)));
        for (var event : List.of(frame(HERE), frame())) {
            assertThat(carried(event).bytesAfter(part))
                    .isEqualTo(Encoded.delimited(Envelope.newBuilder().setEvent(event).build()));
        }
    }

    @Test
    void saysWhatWasMissedBesidesAndKeepsWhatNobodyKnows() throws IOException {
        var missed = new Damage(false, List.of(THERE));
        var written = read(carried(frame(HERE)).bytesAfter(missed));

        assertThat(written).isEqualTo(frame(HERE, THERE));
        assertThat(written.getUnknownFields()).isEqualTo(UNKNOWN);
        assertThat(written.getFrame().getUnknownFields()).isEqualTo(UNKNOWN);
    }

    @Test
    void saysNoDamageIfAllWasMissed() throws IOException {
        assertThat(read(carried(frame(HERE)).bytesAfter(Damage.EVERYWHERE))).isEqualTo(frame());
    }

    @Test
    void keepsWhatItWasToldItFollows() throws IOException {
        var carried = carried(frame(HERE)).after(new Damage(false, List.of(THERE)));

        assertThat(carried.damage().rectangles()).containsExactlyInAnyOrder(HERE, THERE);
        assertThat(read(carried.bytesAfter(Damage.NOWHERE))).isEqualTo(frame(HERE, THERE));
        assertThat(read(carried.after(Damage.EVERYWHERE).bytesAfter(Damage.NOWHERE))).isEqualTo(frame());
    }

    @Test
    void isRepeatedWithoutANumberAndWithoutDamage() throws IOException {
        assertThat(read(carried(frame(HERE)).bytesAgain())).isEqualTo(frame().toBuilder().setSeq(0).build());
    }

    @Test
    void hasNoDamageIfItIsNoPicture() {
        var event = event().setAudio(AudioPeriod.newBuilder().setFrames(8)).build();
        var carried = carried(event);

        assertThat(carried.damage().nowhere()).isTrue();
        assertThat(carried.after(Damage.EVERYWHERE)).isSameAs(carried);
        assertThat(carried.bytesAfter(Damage.EVERYWHERE))
                .isEqualTo(Encoded.delimited(Envelope.newBuilder().setEvent(event).build()));
    }

    @Test
    void countsTheBytesOfItsBuffer() {
        var event = frame(HERE);
        assertThat(carried(event).bytes())
                .isEqualTo(Encoded.delimited(Envelope.newBuilder().setEvent(event).build()).length + 64L);
    }
}
