// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import com.google.protobuf.InvalidProtocolBufferException;
import dkvm.sdk.BufferAnswer;
import dkvm.sdk.DeviceFailure;
import dkvm.sdk.Drawing;
import dkvm.sdk.Frames;
import dkvm.sdk.call.CallFailure;
import dkvm.sdk.call.Calls;
import dkvm.sdk.call.Status;
import dkvm.sdk.event.FrameFormat;
import dkvm.sdk.internal.memory.BufferAge;
import dkvm.sdk.internal.memory.Damage;
import dkvm.sdk.internal.memory.Pixels;
import dkvm.sdk.internal.memory.Slot;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.BufferRequest;
import dkvm.sdk.wire.v1.PortFormat;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A display output during one activation. The author's thread; a drawing that leaked comes back on another. */
final class SessionFrames implements Frames {
    private static final Duration MAX_WAIT = Duration.ofMinutes(1);
    /** How much longer than the kernel waits its answer is waited for. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final OutputPort port;
    private final Grants grants;
    private final Pools pools;
    private final CallClient client;
    private final LoopState loop;
    private final BooleanSupplier active;
    /** Guarded by this: what the kernel has agreed to. */
    private @Nullable FrameFormat format;
    /** Guarded by this: counts the formats; what was opened under another one is void. */
    private int epoch;
    /** Guarded by this. */
    private @Nullable BufferAge age;
    /** Guarded by this: where the last picture went and how it was made; null if that went nowhere. */
    private @Nullable Sent last;
    /** Guarded by this: to see that no more is copied than is needed. */
    private long copied;

    private record Sent(OutStream stream, FrameFormat format) {}

    SessionFrames(OutputPort port, Grants grants, Pools pools, CallClient client, LoopState loop,
            BooleanSupplier active) {
        this.port = port;
        this.grants = grants;
        this.pools = pools;
        this.client = client;
        this.loop = loop;
        this.active = active;
    }

    @Override
    public long nextSeq() {
        return port.nextSeq();
    }

    @Override
    public void format(FrameFormat wanted) throws DeviceFailure, InterruptedException {
        synchronized (this) {
            if (wanted.equals(format)) {
                return;
            }
            format = null;
            age = null;
            epoch++;
            grants.change();
        }
        var payload = PortFormat.newBuilder().setPort(port.name()).setFormat(FrameMessages.format(wanted))
                .setSlotBytes(wanted.bytes()).build().toByteString();
        try {
            client.call("", "port", "format", payload, Calls.KERNEL_DEADLINE);
        } catch (CallFailure e) {
            if (client.stopped() || !active.getAsBoolean()) {
                // Whatever the kernel says to a device that is to end: next() says that it is.
                return;
            }
            throw failure(e);
        } finally {
            grants.changed();
        }
        synchronized (this) {
            format = wanted;
            age = new BufferAge(wanted);
        }
    }

    private DeviceFailure failure(CallFailure failure) {
        var reason = switch (failure.status()) {
            case RESOURCE_EXHAUSTED, UNAVAILABLE, DEADLINE_EXCEEDED, ABORTED, CANCELLED ->
                DeviceFailure.Reason.TEMPORARY;
            default -> DeviceFailure.Reason.CONFIGURATION;
        };
        return new DeviceFailure(reason, "no buffers for output \"" + port.name() + "\": " + failure.getMessage());
    }

    @Override
    public Optional<Drawing> next() throws InterruptedException {
        return next(true);
    }

    @Override
    public Optional<Drawing> blank() throws InterruptedException {
        return next(false);
    }

    private Optional<Drawing> next(boolean filled) throws InterruptedException {
        loop.tick();
        while (active.getAsBoolean()) {
            long seen = grants.changes();
            var drawing = open(filled);
            if (drawing.isPresent()) {
                return drawing;
            }
            grants.await(seen, active);
        }
        return Optional.empty();
    }

    private synchronized Optional<Drawing> open(boolean filled) {
        var current = format;
        var known = age;
        if (current == null || known == null) {
            throw new IllegalStateException("output \"" + port.name() + "\" has no format yet: call format first");
        }
        // The newest one last: others are copied from it.
        var order = Comparator.<Slot, Boolean>comparing(known::isNewest)
                .thenComparingLong(slot -> known.missing(slot).area());
        return grants.take(slot -> slot.pool().slotBytes() >= current.bytes(), order).map(slot -> {
            boolean whole = filled ? fill(known, slot, current) : known.newest().isPresent();
            known.opened(slot, whole);
            return drawing(slot, current, epoch, false);
        });
    }

    /** Copies what the slot lacks of the picture that was sent last; false if that picture is gone. */
    private boolean fill(BufferAge known, Slot slot, FrameFormat current) {
        var newest = known.newest();
        if (newest.isEmpty() || !newest.get().pool().acquire()) {
            return false;
        }
        try {
            if (!newest.get().isSameAs(slot)) {
                copied += Pixels.copy(newest.get().bytes(current.bytes()), slot.bytes(current.bytes()), current,
                        known.missing(slot));
            }
            return true;
        } finally {
            newest.get().pool().release();
        }
    }

    @Override
    public BufferAnswer request(FrameFormat wanted, Duration wait) throws InterruptedException, CallFailure {
        if (wait.isNegative()) {
            throw new IllegalArgumentException("a wait of " + wait);
        }
        int before;
        synchronized (this) {
            before = epoch;
        }
        var patience = wait.compareTo(MAX_WAIT) < 0 ? wait : MAX_WAIT;
        var payload = BufferRequest.newBuilder().setPort(port.name()).setBytes(wanted.bytes())
                .setWaitMs((int) patience.toMillis()).build().toByteString();
        var answer = client.call("", "memory", "request", payload, patience.plus(GRACE));
        if (!active.getAsBoolean()) {
            return new BufferAnswer.Refused(BufferAnswer.Reason.WOULD_BLOCK, "the session is over");
        }
        try {
            var read = dkvm.sdk.wire.v1.BufferAnswer.parseFrom(answer);
            return switch (read.getResult()) {
                case GRANTED -> granted(pools.slot(read.getHandle(), true), wanted, before);
                case WOULD_BLOCK -> refused(BufferAnswer.Reason.WOULD_BLOCK, read);
                case QUOTA -> refused(BufferAnswer.Reason.QUOTA, read);
                case NO_POOL -> refused(BufferAnswer.Reason.NO_POOL, read);
                default -> throw new CallFailure(Status.INTERNAL, "the kernel's answer is not known here");
            };
        } catch (InvalidProtocolBufferException | WireException e) {
            throw new CallFailure(Status.INTERNAL, "the kernel's answer cannot be used: " + e.getMessage());
        }
    }

    private Drawing drawing(Slot slot, FrameFormat of, int opened, boolean requested) {
        var leaks = pools.leaks();
        return new SessionDrawing(
                new SessionDrawing.Open(this, slot, of, opened, requested, leaks.place("opened here")), leaks);
    }

    private static BufferAnswer refused(BufferAnswer.Reason reason, dkvm.sdk.wire.v1.BufferAnswer answer) {
        return new BufferAnswer.Refused(reason, answer.getMessage());
    }

    private synchronized BufferAnswer granted(Slot slot, FrameFormat wanted, int before) throws CallFailure {
        if (slot.pool().slotBytes() < wanted.bytes() || !slot.pool().acquire()) {
            throw new CallFailure(Status.INTERNAL, "the kernel granted a buffer of another size");
        }
        if (age != null) {
            age.opened(slot, false);
        }
        return new BufferAnswer.Granted(drawing(slot, wanted, before, true));
    }

    /** Sends a picture, and waits until it may; on the thread of its author. */
    void send(SessionDrawing.Open drawing, Damage drawn, long origin) throws InterruptedException {
        var handle = drawing.slot.handle(drawing.format.bytes());
        var stream = port.send(to -> FrameMessages.framed(to.number, to.nextSeq(), origin, drawing.format,
                differs(drawing, drawn, to).listed(drawing.format), handle));
        sent(drawing, drawn, stream);
    }

    /** What the picture differs in from the one before on the stream. */
    private synchronized Damage differs(SessionDrawing.Open drawing, Damage drawn, OutStream stream) {
        if (drawing.epoch != epoch) {
            throw new IllegalStateException(
                    "output \"" + port.name() + "\" has got another format since this drawing was opened");
        }
        var before = last;
        var known = age;
        return known == null || before == null || !before.stream().equals(stream)
                || !before.format().equals(drawing.format)
                        ? Damage.all(drawing.format)
                        : drawn.plus(known.missing(drawing.slot));
    }

    private synchronized void sent(SessionDrawing.Open drawing, Damage drawn, @Nullable OutStream stream) {
        if (drawing.epoch == epoch && age != null && drawing.format.equals(format)) {
            age.sent(drawing.slot, drawn);
        }
        if (stream == null) {
            // Nobody got it: the slot is still this device's.
            last = null;
            giveBack(drawing);
        } else {
            last = new Sent(stream, drawing.format);
            drawing.slot.pool().release();
        }
    }

    /** A drawing was closed, or lost, and not sent. */
    synchronized void closed(SessionDrawing.Open drawing) {
        if (drawing.epoch == epoch && age != null) {
            age.closed(drawing.slot);
        }
        giveBack(drawing);
    }

    private void giveBack(SessionDrawing.Open drawing) {
        // What was opened under another format the kernel has taken back, and at the session's end it takes back all.
        if (drawing.epoch == epoch && active.getAsBoolean()) {
            if (drawing.requested) {
                pools.release(drawing.slot);
            } else {
                grants.add(drawing.slot);
            }
        }
        drawing.slot.pool().release();
    }

    String name() {
        return port.name();
    }

    synchronized long copied() {
        return copied;
    }
}
