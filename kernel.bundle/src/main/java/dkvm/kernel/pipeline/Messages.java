// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import com.google.protobuf.CodedOutputStream;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.v1.Button;
import dkvm.sdk.wire.v1.EndOfStream;
import dkvm.sdk.wire.v1.EndReason;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Key;
import dkvm.sdk.wire.v1.Kind;
import dkvm.sdk.wire.v1.StreamOpened;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The few messages the kernel itself puts among a stream's events. None is made per event. */
final class Messages {
    /** No release is longer. */
    static final int MAX_RELEASE = 48;

    private Messages() {}

    /** The release of a key or button whose source or link is gone. */
    static byte[] release(int stream, StreamKind kind, int usage) {
        var event = Event.newBuilder().setStream(stream).setOrigin(System.nanoTime());
        if (kind == StreamKind.POINTER) {
            event.setButton(Button.newBuilder().setUsage(usage));
        } else {
            event.setKey(Key.newBuilder().setUsage(usage));
        }
        return delimited(Envelope.newBuilder().setEvent(event).build());
    }

    static byte[] end(int stream, EndReason reason) {
        return delimited(Envelope.newBuilder()
                .setEndOfStream(EndOfStream.newBuilder().setStream(stream).setReason(reason)).build());
    }

    static byte[] opened(StreamOpened opened) {
        return delimited(Envelope.newBuilder().setStreamOpened(opened).build());
    }

    static Kind kind(StreamKind kind) {
        return switch (kind) {
            case KEYBOARD -> Kind.KEYBOARD;
            case POINTER -> Kind.POINTER;
            case DISPLAY -> Kind.DISPLAY;
            case AUDIO -> Kind.AUDIO;
            case DATA -> Kind.DATA;
        };
    }

    static byte[] delimited(Envelope message) {
        int size = message.getSerializedSize();
        var bytes = new byte[CodedOutputStream.computeUInt32SizeNoTag(size) + size];
        try {
            var out = CodedOutputStream.newInstance(bytes);
            out.writeUInt32NoTag(size);
            message.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("an array was too small for its own message", e);
        }
        return bytes;
    }
}
