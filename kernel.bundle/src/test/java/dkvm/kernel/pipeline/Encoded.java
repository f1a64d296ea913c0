// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Key;
import dkvm.sdk.wire.v1.PressState;
import dkvm.sdk.wire.v1.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Events as sources write them: with their length before them. */
public final class Encoded {
    private static final int UNKNOWN_FIELD = 4711;

    private Encoded() {}

    /** A key event. */
    public static byte[] key(int stream, long seq, int usage, boolean down) {
        return event(stream, seq, Event.newBuilder().setKey(keyOf(usage, down)));
    }

    /** A key event with a field that nobody knows, at its end. */
    public static byte[] keyOfTheFuture(int stream, long seq, int usage, boolean down) {
        var unknown = UnknownFieldSet.newBuilder()
                .addField(UNKNOWN_FIELD, UnknownFieldSet.Field.newBuilder().addVarint(seq).build()).build();
        return event(stream, seq, Event.newBuilder().setKey(keyOf(usage, down)).setUnknownFields(unknown));
    }

    /** Text of a length. */
    public static byte[] text(int stream, long seq, int length) {
        return event(stream, seq, Event.newBuilder().setText(Text.newBuilder().setText("x".repeat(length))));
    }

    /** Data of a length. */
    public static byte[] data(int stream, long seq, int length) {
        return event(stream, seq, Event.newBuilder().setData(ByteString.copyFrom(new byte[length])));
    }

    /** A message with its length before it. */
    public static byte[] delimited(Envelope message) {
        var bytes = new ByteArrayOutputStream();
        try {
            message.writeDelimitedTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static Key keyOf(int usage, boolean down) {
        return Key.newBuilder().setUsage(usage).setState(down ? PressState.DOWN : PressState.UP).build();
    }

    private static byte[] event(int stream, long seq, Event.Builder event) {
        return delimited(
                Envelope.newBuilder().setEvent(event.setStream(stream).setSeq(seq).setOrigin(seq * 1000)).build());
    }
}
