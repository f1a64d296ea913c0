// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.wire;

import com.google.protobuf.CodedOutputStream;
import dkvm.sdk.wire.v1.Envelope;
import java.io.IOException;

/** Messages with their lengths, put into a buffer. */
final class Frames {
    private Frames() {}

    /** Puts a message into a buffer; answers where it ends, or -1 if it does not fit there behind others. */
    static int put(Envelope message, byte[] buffer, int at) {
        int size = message.getSerializedSize();
        int whole = CodedOutputStream.computeUInt32SizeNoTag(size) + size;
        if (whole > buffer.length) {
            throw new IllegalStateException("a message of " + size + " bytes");
        }
        if (at + whole > buffer.length) {
            return -1;
        }
        try {
            var coded = CodedOutputStream.newInstance(buffer, at, whole);
            coded.writeUInt32NoTag(size);
            message.writeTo(coded);
            coded.flush();
        } catch (IOException e) {
            throw new IllegalStateException("an array was too small for its own message", e);
        }
        return at + whole;
    }
}
