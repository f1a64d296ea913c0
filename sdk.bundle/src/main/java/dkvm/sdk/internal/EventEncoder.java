// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import com.google.protobuf.CodedOutputStream;
import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.event.TextEvent;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Text;
import java.io.IOException;

/**
 * Writes events as messages with their lengths, byte for byte as the generated classes do, in ascending field order:
 * the kernel's fast path counts on it. Keys are written by hand because they cost a tenth of a generated message then,
 * and no garbage.
 */
final class EventEncoder {
    /** The longest message of a key, its length included. */
    static final int MAX_KEY = 1 + 2 + 5 + 9 + 9 + 2 + 5 + 2;

    private static final byte EVENT = 1 << 3 | 2;
    private static final byte STREAM = 1 << 3 | 5;
    private static final byte SEQ = 2 << 3 | 1;
    private static final byte ORIGIN = 3 << 3 | 1;
    private static final byte KEY = 4 << 3 | 2;
    private static final byte USAGE = 1 << 3 | 5;
    private static final byte STATE = 2 << 3;

    private EventEncoder() {}

    /**
     * Writes a key.
     *
     * @param b where to, from its beginning; at least {@link #MAX_KEY} bytes
     * @return the message's length in bytes
     */
    static int key(byte[] b, int stream, long seq, long origin, KeyEvent event) {
        int at = 3;
        if (stream != 0) {
            b[at] = STREAM;
            at = fixed32(b, at + 1, stream);
        }
        if (seq != 0) {
            b[at] = SEQ;
            at = fixed64(b, at + 1, seq);
        }
        if (origin != 0) {
            b[at] = ORIGIN;
            at = fixed64(b, at + 1, origin);
        }
        b[at] = KEY;
        int key = at + 2;
        at = key;
        if (event.usage() != 0) {
            b[at] = USAGE;
            at = fixed32(b, at + 1, event.usage());
        }
        if (event.down()) {
            b[at++] = STATE;
            b[at++] = 1;
        }
        // None of the lengths reaches 128: each is one byte.
        b[key - 1] = (byte) (at - key);
        b[2] = (byte) (at - 3);
        b[1] = EVENT;
        b[0] = (byte) (at - 1);
        return at;
    }

    /**
     * Makes the message of a text.
     *
     * @return the message with its length
     * @throws IllegalArgumentException if the text is too long
     */
    static byte[] text(int stream, long seq, long origin, TextEvent event) {
        int size = CodedOutputStream.computeStringSizeNoTag(event.text());
        if (size > TextEvent.MAX_BYTES + CodedOutputStream.computeUInt32SizeNoTag(TextEvent.MAX_BYTES)) {
            throw new IllegalArgumentException(
                    "a text of more than " + TextEvent.MAX_BYTES + " bytes of UTF-8; send it in parts");
        }
        var message = Envelope.newBuilder().setEvent(Event.newBuilder().setStream(stream).setSeq(seq).setOrigin(origin)
                .setText(Text.newBuilder().setText(event.text()))).build();
        return framed(message);
    }

    /** A message with its length. */
    static byte[] framed(Envelope message) {
        int length = message.getSerializedSize();
        var bytes = new byte[CodedOutputStream.computeUInt32SizeNoTag(length) + length];
        var coded = CodedOutputStream.newInstance(bytes);
        try {
            coded.writeUInt32NoTag(length);
            message.writeTo(coded);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes;
    }

    private static int fixed32(byte[] b, int at, int v) {
        b[at] = (byte) v;
        b[at + 1] = (byte) (v >> 8);
        b[at + 2] = (byte) (v >> 16);
        b[at + 3] = (byte) (v >> 24);
        return at + 4;
    }

    private static int fixed64(byte[] b, int at, long v) {
        fixed32(b, at, (int) v);
        return fixed32(b, at + 4, (int) (v >> 32));
    }
}
