// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.event.FrameEvent;
import dkvm.sdk.event.FrameFormat;
import dkvm.sdk.event.Rectangle;
import dkvm.sdk.memory.Buffer;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Format;
import dkvm.sdk.wire.v1.Frame;
import dkvm.sdk.wire.v1.Handle;
import java.util.ArrayList;
import java.util.List;

/** Pictures as they stand in messages. */
final class FrameMessages {
    private FrameMessages() {}

    /** The message of a picture, with its length. */
    static byte[] framed(int stream, long seq, long origin, FrameFormat format, List<Rectangle> damage,
            Handle buffer) {
        var frame = Frame.newBuilder().setWidth(format.width()).setHeight(format.height()).setStride(format.stride())
                .setFourcc(format.fourcc());
        for (var r : damage) {
            frame.addDamage(dkvm.sdk.wire.v1.Rectangle.newBuilder().setX(r.x()).setY(r.y()).setWidth(r.width())
                    .setHeight(r.height()));
        }
        return EventEncoder.framed(Envelope.newBuilder().setEvent(Event.newBuilder().setStream(stream).setSeq(seq)
                .setOrigin(origin).setFrame(frame).addBuffers(buffer)).build());
    }

    static Format format(FrameFormat format) {
        return Format.newBuilder().setFourcc(format.fourcc()).setWidth(format.width()).setHeight(format.height())
                .build();
    }

    /**
     * The picture of a message.
     *
     * @throws IllegalArgumentException if it is none, or the buffer is too small for it
     */
    static FrameEvent read(Frame frame, Buffer buffer) {
        var format = new FrameFormat(frame.getWidth(), frame.getHeight(), frame.getStride(), frame.getFourcc());
        return new FrameEvent(format, damage(frame, format), buffer);
    }

    /** Where the list makes no sense, everything may differ. */
    private static List<Rectangle> damage(Frame frame, FrameFormat format) {
        if (frame.getDamageCount() > FrameEvent.MAX_DAMAGE) {
            return List.of();
        }
        var damage = new ArrayList<Rectangle>(frame.getDamageCount());
        for (var r : frame.getDamageList()) {
            if (r.getX() < 0 || r.getY() < 0 || r.getWidth() < 1 || r.getHeight() < 1
                    || r.getX() > format.width() - r.getWidth() || r.getY() > format.height() - r.getHeight()) {
                return List.of();
            }
            damage.add(new Rectangle(r.getX(), r.getY(), r.getWidth(), r.getHeight()));
        }
        return damage;
    }
}
