// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.wire;

import dkvm.kernel.memory.TestMemory;
import dkvm.kernel.pipeline.Attachment;
import dkvm.kernel.pipeline.Graph;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.testing.Mutator;
import dkvm.sdk.wire.testing.SpoiltStream;
import dkvm.sdk.wire.v1.Direction;
import dkvm.sdk.wire.v1.EndOfStream;
import dkvm.sdk.wire.v1.EndReason;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Key;
import dkvm.sdk.wire.v1.PressState;
import dkvm.sdk.wire.v1.Stats;
import dkvm.sdk.wire.v1.StreamOpened;
import dkvm.sdk.wire.v1.StreamStats;
import dkvm.sdk.wire.v1.Text;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The stdout of a device that says what it may, spoilt now and then. */
final class FuzzedDevice extends SpoiltStream implements DeviceProtocol {
    private static final int MESSAGES = 60;

    private final Attachment attachment;
    private final PlayedSink own;
    private final Random random;
    boolean over;
    @Nullable
    String fault;

    FuzzedDevice(Graph graph, PlayedSink own, Random random, Mutator mutator) {
        super(random, mutator, MESSAGES);
        this.own = own;
        this.random = random;
        attachment = graph.attach("fuzzed", own, TestMemory.tenant("fuzzed"), random.nextBoolean());
        own.draws(attachment);
        graph.opened("fuzzed");
    }

    DeviceReader reader() {
        var reader = new DeviceReader(this, this);
        if (random.nextInt(50) != 0) {
            reader.routeTo(attachment.source());
        }
        return reader;
    }

    @Override
    protected byte[] next(int n) {
        return random.nextInt(4) == 0 ? Mutator.framed(valid().toByteArray()) : spoilt(valid());
    }

    private Envelope valid() {
        var envelope = Envelope.newBuilder();
        return switch (random.nextInt(30)) {
            case 0 -> envelope.setEndOfStream(EndOfStream.newBuilder().setStream(out().getStream())
                    .setReason(EndReason.forNumber(random.nextInt(4)))).build();
            case 1 -> envelope.setStats(Stats.newBuilder().addStreams(StreamStats.newBuilder()
                    .setStream(own.taken().getStream()).addBuckets(random.nextInt(500)).addCounts(random.nextInt(500))
                    .setMaxUs(random.nextInt()))).build();
            case 2, 3, 4 -> envelope.setCredit(own.taken()).build();
            default -> envelope.setEvent(event()).build();
        };
    }

    private Event event() {
        var event = Event.newBuilder().setStream(out().getStream()).setSeq(nextSeq()).setOrigin(random.nextLong());
        return random.nextInt(5) == 0
                ? event.setText(Text.newBuilder().setText("x".repeat(random.nextInt(200)))).build()
                : event.setKey(Key.newBuilder().setUsage(0x70004 + random.nextInt(3))
                        .setState(PressState.forNumber(random.nextInt(2)))).build();
    }

    private StreamOpened out() {
        return attachment.streams().stream().filter(stream -> stream.getDirection() == Direction.OUT).findFirst()
                .orElseThrow();
    }

    private long nextSeq() {
        try {
            return attachment.source().lastRouted(out().getStream()) + 1;
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    /** As the kernel's conversation with a device takes what concerns the graph. */
    @Override
    public void message(Envelope message) throws WireException {
        if (message.hasCredit()) {
            var credit = message.getCredit();
            attachment.sink().acknowledged(credit.getStream(), credit.getSeq(), credit.getBytes());
        }
        for (var stats : message.getStats().getStreamsList()) {
            attachment.sink().measured(stats);
        }
    }

    @Override
    public void fault(String reason, byte[] excerpt) {
        if (fault != null) {
            throw new AssertionError("a second fault: " + reason);
        }
        fault = reason;
    }

    @Override
    public void misunderstood(byte[] bytes, int length) {
        // It may say what it likes.
    }

    @Override
    public void endOfOutput() {
        over = true;
    }
}
