// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import com.google.protobuf.ByteString;
import dkvm.kernel.config.DeviceEntry;
import dkvm.sdk.wire.v1.Cause;
import dkvm.sdk.wire.v1.Drained;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Another process beside the one that a device has: it waits passive, takes the place of the first when that has drained,
 * and gives it back where it is no good. Both live until it is decided. On the scheduler's thread.
 */
final class Takeover {
    /** A process that takes longer to finish what it has in hand counts as hung. */
    static final Duration DRAIN = Duration.ofSeconds(5);
    /** So long a new process may take to its place, before the old one has it back. */
    static final Duration ACTIVATION = Duration.ofSeconds(2);
    private static final Duration RETURN = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);

    private enum State {
        WARMING,
        WAITING,
        DRAINING,
        ACTIVATING,
        SERVING,
        GIVING_BACK,
        RETURNING,
        OVER
    }

    private final Seat seat;
    private final DeviceEntry entry;
    private final BridgeHandle bridge;
    private final Witness witness;
    private State state = State.WARMING;
    private @Nullable Generation fresh;
    private @Nullable Generation old;
    private ByteString token = ByteString.EMPTY;
    /** Why the new process is no good. */
    private Optional<String> reason = Optional.empty();
    private boolean oldGone;
    private boolean undone;
    /** Whether the process with the place left it in order. */
    private boolean clean;

    Takeover(Seat seat, DeviceEntry entry, BridgeHandle bridge, Witness witness) {
        this.seat = seat;
        this.entry = entry;
        this.bridge = bridge;
        this.witness = witness;
    }

    String device() {
        return seat.id();
    }

    DeviceEntry entry() {
        return entry;
    }

    BridgeHandle bridge() {
        return bridge;
    }

    /** Starts the new process; done when it waits. */
    void warm() {
        if (state != State.WARMING) {
            return;
        }
        try {
            fresh = seat.beside(entry, bridge);
        } catch (IOException | RuntimeException | Error e) {
            LOG.debug("{}: the launch of a replacement failed", device(), e);
            refuse("its process could not be started: " + (e instanceof Error ? e.toString() : e.getMessage()));
        }
    }

    /** The new process takes the place; done when it is active. */
    void take() {
        var running = seat.running();
        if (state != State.WAITING) {
            return;
        }
        if (running.isEmpty()) {
            cancel();
            return;
        }
        old = running.get();
        state = State.DRAINING;
        old.handOver(DRAIN);
    }

    /**
     * The old process is to have the place, whatever has happened so far.
     *
     * @return whether that takes a while; then it is done when the old one is active
     */
    boolean undo() {
        undone = true;
        switch (state) {
            case WARMING, WAITING -> end(fresh);
            case SERVING -> giveBack();
            default -> {
                // Goes on to where it can turn round.
            }
        }
        return state != State.OVER;
    }

    private void giveBack() {
        if (fresh != null) {
            state = State.GIVING_BACK;
            fresh.handOver(DRAIN);
        }
    }

    /** Whether the new process has the place, and has got on with its work since it is active. */
    boolean progresses() {
        return state == State.SERVING && fresh != null && !fresh.ending() && fresh.progresses();
    }

    /** The new process is no good after all: it is killed, and the old one has the place back. */
    void condemn(String why) {
        if (state == State.SERVING && fresh != null) {
            fresh.refuse(why);
        }
    }

    /** The new process is the device's; the old one ends. */
    void settle() {
        seat.adopt(entry, bridge);
        end(old);
    }

    /** The device goes its own way, with whichever process has the place. */
    void cancel() {
        if (state != State.OVER) {
            end(other());
            witness.left(this);
        }
    }

    /** Both are to end at once, with the kernel; also one that is on its way to its end. */
    void kill() {
        Stream.of(Optional.ofNullable(fresh), Optional.ofNullable(old)).flatMap(Optional::stream)
                .forEach(Generation::kill);
    }

    /** The process that has no place. */
    private @Nullable Generation other() {
        return switch (state) {
            case ACTIVATING, SERVING, GIVING_BACK -> old;
            default -> fresh;
        };
    }

    /** Whether it is for this to say what becomes of a process. */
    boolean concerns(Generation generation) {
        return state != State.OVER && (generation == fresh || generation == old);
    }

    void ready() {
        if (state == State.WARMING) {
            state = State.WAITING;
            witness.done(this);
        }
    }

    void drained(Drained drained) {
        token = drained.getToken();
        clean = true;
        if (state == State.DRAINING) {
            witness.drained();
            if (undone || reason.isPresent()) {
                back();
            } else {
                pass(old, fresh, Cause.REPLACEMENT, ACTIVATION, State.ACTIVATING);
            }
        } else if (state == State.GIVING_BACK) {
            back();
        }
    }

    /** One of its processes is active; answers whether that is of concern here. */
    boolean activated() {
        if (state == State.ACTIVATING) {
            state = State.SERVING;
            if (undone) {
                giveBack();
            } else {
                witness.done(this);
            }
            return true;
        }
        if (state != State.RETURNING) {
            return false;
        }
        end(fresh);
        reason.ifPresentOrElse(why -> witness.refused(this, why), () -> witness.done(this));
        return true;
    }

    /** Its process with the place is gone; answers whether the other one takes the place as it is. */
    boolean succeeded(Generation gone) {
        clean = gone == fresh && hasWayBack() && seat.withdraw();
        return clean;
    }

    private boolean hasWayBack() {
        boolean has = state == State.ACTIVATING || state == State.SERVING || state == State.GIVING_BACK;
        return has && old != null && !oldGone && !old.ending();
    }

    /**
     * One of its processes is gone.
     *
     * @param finished whether it ended behind the end of all its streams
     * @return whether the device need not care
     */
    boolean over(Generation gone, ExitStatus exit, boolean finished) {
        if (gone != fresh) {
            return oldIsGone();
        }
        if (finished && (state == State.SERVING || state == State.GIVING_BACK)) {
            // There is nothing left that the old one could do.
            end(old);
            witness.left(this);
            return false;
        }
        return freshIsGone(gone, exit);
    }

    private boolean freshIsGone(Generation gone, ExitStatus exit) {
        var words = gone.words(exit);
        boolean hasWayBack = hasWayBack();
        // Asked to go, it may go by itself.
        if (state != State.GIVING_BACK && state != State.RETURNING) {
            reason = Optional.of(gone.account(exit));
        }
        if (state == State.DRAINING || state == State.RETURNING) {
            return true;
        }
        if (hasWayBack) {
            LOG.warn("{}: the process that took over: {}; the one before goes on", device(), words);
            token = clean ? token : ByteString.EMPTY;
            back();
            return true;
        }
        boolean waited = state == State.WARMING || state == State.WAITING;
        refuse(reason.orElse(words));
        return waited;
    }

    private boolean oldIsGone() {
        if (state == State.DRAINING) {
            end(fresh);
            witness.left(this);
            return false;
        }
        if (state == State.RETURNING) {
            end(fresh);
            refuse(reason.orElse("the process before is gone"));
            return false;
        }
        oldGone = true;
        return true;
    }

    private void refuse(String why) {
        state = State.OVER;
        witness.refused(this, why);
    }

    private void back() {
        if (oldGone && fresh != null) {
            // It has let go of all it had, for nobody.
            fresh.refuse("it was to give its place back, and the process before is gone");
            return;
        }
        pass(fresh, old, Cause.ROLLBACK, RETURN, State.RETURNING);
    }

    private void pass(@Nullable Generation from, @Nullable Generation to, Cause cause, Duration within, State then) {
        if (from == null || to == null) {
            throw new IllegalStateException(device() + " has no two processes");
        }
        state = then;
        from.leave();
        seat.seat(to);
        if (clean) {
            to.takeOver(cause, token, within);
        } else {
            to.activate(cause, true);
        }
    }

    private void end(@Nullable Generation generation) {
        state = State.OVER;
        if (generation != null) {
            generation.end();
        }
    }
}
