// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import com.google.protobuf.InvalidProtocolBufferException;
import dkvm.sdk.event.FrameFormat;
import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.event.Rectangle;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.internal.linux.LinuxFiles;
import dkvm.sdk.internal.memory.Damage;
import dkvm.sdk.internal.memory.Pixels;
import dkvm.sdk.memory.Buffer;
import dkvm.sdk.wire.LatencyHistogram;
import dkvm.sdk.wire.v1.Activate;
import dkvm.sdk.wire.v1.Activated;
import dkvm.sdk.wire.v1.Credit;
import dkvm.sdk.wire.v1.Direction;
import dkvm.sdk.wire.v1.Drain;
import dkvm.sdk.wire.v1.Drained;
import dkvm.sdk.wire.v1.EndOfStream;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Grant;
import dkvm.sdk.wire.v1.Handle;
import dkvm.sdk.wire.v1.Kind;
import dkvm.sdk.wire.v1.Ping;
import dkvm.sdk.wire.v1.Pong;
import dkvm.sdk.wire.v1.PoolAdded;
import dkvm.sdk.wire.v1.PoolMapped;
import dkvm.sdk.wire.v1.Release;
import dkvm.sdk.wire.v1.Stats;
import dkvm.sdk.wire.v1.StreamOpened;
import dkvm.sdk.wire.v1.StreamPosition;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Uses, before Ready, the classes that a device uses from its activation on: what is loaded now does not delay the
 * first events, or those around a replacement.
 */
final class Rehearsal {
    private Rehearsal() {}

    /** Takes some milliseconds, and some more for a device with pictures. */
    static void run(DeviceSpec spec) {
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
        if (spec.ports().stream().anyMatch(port -> port.kind() == StreamKind.DISPLAY)) {
            pictures();
        }
    }

    /** A buffer that is none of a pool's. */
    private record Lent(MemorySegment segment) implements Buffer {
        @Override
        public long length() {
            return segment.byteSize();
        }

        @Override
        public Buffer retain() {
            return this;
        }

        @Override
        public void release() {}
    }

    private static void pictures() {
        var format = FrameFormat.xr24(16, 16);
        var handle = Handle.newBuilder().setPool(1).setLength(format.bytes());
        try (var arena = Arena.ofShared()) {
            var from = arena.allocate(format.bytes());
            var damage = Damage.of(format, List.of(new Rectangle(1, 1, 2, 2)));
            Pixels.copy(from, arena.allocate(format.bytes()), format, damage.plus(Damage.all(format)));
            new LinuxFiles().prefault(from);
            var message = FrameMessages.framed(1, 1, 1, format, damage.listed(format), handle.build());
            var event = Envelope.parser().parseFrom(message, 1, message.length - 1).getEvent();
            FrameMessages.format(format);
            try (var buffer = new Lent(from)) {
                FrameMessages.read(event.getFrame(), buffer);
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
        parse(Envelope.newBuilder().setPoolAdded(PoolAdded.newBuilder().setPool(1)));
        parse(Envelope.newBuilder().setPoolMapped(PoolMapped.newBuilder().setPool(1)));
        parse(Envelope.newBuilder().setGrant(Grant.newBuilder().addHandles(handle)));
        parse(Envelope.newBuilder().setRelease(Release.newBuilder().addHandles(handle)));
    }

    private static void parse(Envelope.Builder message) {
        try {
            var _ = Envelope.parser().parseFrom(message.build().toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
