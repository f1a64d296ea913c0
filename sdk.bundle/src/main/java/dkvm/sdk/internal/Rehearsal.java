// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import com.google.protobuf.InvalidProtocolBufferException;
import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.wire.LatencyHistogram;
import dkvm.sdk.wire.v1.Activate;
import dkvm.sdk.wire.v1.Activated;
import dkvm.sdk.wire.v1.Credit;
import dkvm.sdk.wire.v1.Direction;
import dkvm.sdk.wire.v1.Drain;
import dkvm.sdk.wire.v1.Drained;
import dkvm.sdk.wire.v1.EndOfStream;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Kind;
import dkvm.sdk.wire.v1.Ping;
import dkvm.sdk.wire.v1.Pong;
import dkvm.sdk.wire.v1.Stats;
import dkvm.sdk.wire.v1.StreamOpened;
import dkvm.sdk.wire.v1.StreamPosition;

/**
 * Uses, before Ready, the classes that a device uses from its activation on: what is loaded now does not delay the
 * first events, or those around a replacement.
 */
final class Rehearsal {
    private Rehearsal() {}

    /** Takes some milliseconds. */
    static void run() {
        var key = new byte[EventEncoder.MAX_KEY];
        var scan = new KeyScan();
        for (int i = 0; i < 200; i++) {
            int length = EventEncoder.key(key, 1, i, i, new KeyEvent(0x70004, (i & 1) == 0));
            scan.read(key, 1, length - 1);
        }
        Acks.credit(new byte[64], 0, 1, 1, 1);
        var histogram = new LatencyHistogram();
        histogram.record(1000);
        parse(Envelope.newBuilder().setStats(Stats.newBuilder().addStreams(histogram.drain(1))));
        parse(Envelope.newBuilder()
                .setActivate(Activate.newBuilder().addStreams(StreamOpened.newBuilder().setStream(1).setPort("port")
                        .setDirection(Direction.IN).setKind(Kind.KEYBOARD).setNextSeq(1))));
        parse(Envelope.newBuilder().setActivated(Activated.getDefaultInstance()));
        parse(Envelope.newBuilder().setCredit(Credit.newBuilder().setStream(1)));
        parse(Envelope.newBuilder().setPing(Ping.getDefaultInstance()));
        parse(Envelope.newBuilder().setPong(Pong.getDefaultInstance()));
        parse(Envelope.newBuilder().setDrain(Drain.getDefaultInstance()));
        parse(Envelope.newBuilder().setDrained(
                Drained.newBuilder().addPositions(StreamPosition.newBuilder().setStream(1).setSeq(1))));
        parse(Envelope.newBuilder().setEndOfStream(EndOfStream.newBuilder().setStream(1)));
    }

    private static void parse(Envelope.Builder message) {
        try {
            var _ = Envelope.parser().parseFrom(message.build().toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
