// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.kernel.memory.SlotRef;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Rectangle;
import java.util.Arrays;

/** An event that carries a buffer, on its way through the kernel. All links share it; it never changes. */
final class Carried {
    private final Event event;
    private final SlotRef slot;
    private final Damage damage;
    /** As its source wrote it, with its length. */
    private final byte[] message;
    /** Whether the damage is not what the source said. */
    private final boolean altered;

    private Carried(Event event, SlotRef slot, Damage damage, byte[] message, boolean altered) {
        this.event = event;
        this.slot = slot;
        this.damage = damage;
        this.message = message;
        this.altered = altered;
    }

    /** An event as it came. */
    static Carried of(Event event, SlotRef slot, byte[] array, int start, int length) {
        return new Carried(event, slot, event.hasFrame() ? Damage.of(event.getFrame()) : Damage.NOWHERE,
                Arrays.copyOfRange(array, start, start + length), false);
    }

    Event event() {
        return event;
    }

    SlotRef slot() {
        return slot;
    }

    long seq() {
        return event.getSeq();
    }

    /** Where its picture differs from that of the number before; nowhere, if it is none. */
    Damage damage() {
        return damage;
    }

    /** Its bytes, and those in its buffer. */
    long bytes() {
        return message.length + event.getBuffers(0).getLength();
    }

    /** The same picture, to follow one before which something was missed. */
    Carried after(Damage missed) {
        var all = damage.plus(missed);
        return !event.hasFrame() || all.equals(damage) ? this : new Carried(event, slot, all, message, true);
    }

    /** What is written to a sink that has missed some frames before it: as it came, if that says it already. */
    byte[] bytesAfter(Damage missed) {
        var all = after(missed);
        return all.altered ? Messages.delimited(envelope(event.getSeq(), all.damage)) : message;
    }

    /** What is written to a sink that is to see the picture, whatever it saw before. */
    byte[] bytesAgain() {
        return Messages.delimited(envelope(0, Damage.EVERYWHERE));
    }

    private Envelope envelope(long seq, Damage changed) {
        var frame = event.getFrame().toBuilder().clearDamage();
        changed.rectangles().forEach(r -> frame.addDamage(Rectangle.newBuilder().setX(r.x()).setY(r.y())
                .setWidth(r.width()).setHeight(r.height())));
        return Envelope.newBuilder().setEvent(event.toBuilder().setSeq(seq).setFrame(frame)).build();
    }
}
