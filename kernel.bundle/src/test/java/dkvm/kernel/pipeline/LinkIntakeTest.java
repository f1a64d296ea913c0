// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.config.Overflow;
import dkvm.kernel.memory.SlotRef;
import dkvm.kernel.memory.TestMemory;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Frame;
import dkvm.sdk.wire.v1.Handle;
import dkvm.sdk.wire.v1.Rectangle;
import org.junit.jupiter.api.Test;

/** What a picture says of itself that comes to a link which may not have got those before. */
class LinkIntakeTest {
    private static final int CAPACITY = 2;

    private static Carried frame(long seq) {
        var damage = Rectangle.newBuilder().setX((int) seq).setWidth(1).setHeight(1);
        var event = Event.newBuilder().setSeq(seq).setFrame(Frame.newBuilder().addDamage(damage))
                .addBuffers(Handle.newBuilder().setLength(8)).build();
        return Carried.of(event, new SlotRef(1, 1, 1), new byte[9], 0, 9);
    }

    private static Link link(Overflow overflow) {
        var link = new Link("p", "a.video", new SinkEnd("b", TestMemory.none(), new Taps()), StreamKind.DISPLAY,
                overflow, CAPACITY,
                0, TestMemory.none());
        link.lastSeq = 4;
        return link;
    }

    @Test
    void thatWhichFollowsKeepsItsDamage() {
        var link = link(Overflow.DROP_NEWEST);
        LinkIntake.take(link, frame(5));

        assertThat(link.queue.carried().damage()).isEqualTo(frame(5).damage());
    }

    @Test
    void behindAGapItDiffersEverywhere() {
        var link = link(Overflow.DROP_NEWEST);
        LinkIntake.take(link, frame(6));
        LinkIntake.take(link, frame(7));

        assertThat(link.queue.carried().damage()).isEqualTo(Damage.EVERYWHERE);
        link.queue.remove();
        assertThat(link.queue.carried().damage()).isEqualTo(frame(7).damage());
    }

    @Test
    void theDamageOfTheNewestThatWasDroppedIsThatOfTheNext() {
        var link = link(Overflow.DROP_NEWEST);
        for (long seq = 5; seq <= 8; seq++) {
            LinkIntake.take(link, frame(seq));
        }
        link.queue.remove();
        LinkIntake.take(link, frame(9));
        link.queue.remove();

        assertThat(link.queue.carried().damage())
                .isEqualTo(frame(9).damage().plus(frame(7).damage()).plus(frame(8).damage()));
        assertThat(link.dropped[Dropped.OVERFLOW.ordinal()]).isEqualTo(2);
    }

    @Test
    void theDamageOfTheOldestThatWasSkippedIsMissedByTheSink() {
        var link = link(Overflow.LATEST);
        link.missed = Damage.NOWHERE;
        for (long seq = 5; seq <= 8; seq++) {
            LinkIntake.take(link, frame(seq));
        }

        assertThat(link.missed).isEqualTo(frame(5).damage().plus(frame(6).damage()));
        assertThat(link.queue.carried().seq()).isEqualTo(7);
        assertThat(link.dropped[Dropped.SKIPPED.ordinal()]).isEqualTo(2);
    }
}
