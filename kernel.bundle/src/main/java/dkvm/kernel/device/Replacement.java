// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.device.Replacements.Step;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A bundle's coming in the place of another behind all devices that run, whole or not at all: their new processes start
 * and wait, take over one after the other, and show for a moment that they get on; only then the old ones end. Where one
 * is no good all give back what they took. On the scheduler's thread.
 */
final class Replacement implements Witness {
    /** What a new process does wrong at once shows by then. */
    private static final Duration PROBATION = Duration.ofSeconds(1);
    /** By then its work has gone round. */
    private static final Duration LONGEST_PROBATION = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofMillis(100);
    /** So often devices that were just being started again are taken over too, before they begin anew instead. */
    private static final int MOST_ROUNDS = 3;

    private enum Phase {
        PROVING,
        TAKING,
        PROBATION,
        BACK,
        OVER
    }

    private final Deadline probation;
    private final Consumer<Step> steps;
    private final Runnable select;
    private final Function<Takeover, Optional<Trial>> proof;
    private final Function<Replacement, List<Takeover>> late;
    private final CompletableFuture<Optional<String>> result = new CompletableFuture<>();
    private final List<Takeover> takeovers = new ArrayList<>();
    private final List<Trial> trials = new ArrayList<>();
    /** Who are awaited: what has still to be proven, or to give back. */
    private final Set<Object> awaited = new HashSet<>();
    private final Deque<Takeover> turns = new ArrayDeque<>();
    private @Nullable Takeover turn;
    private Phase phase = Phase.PROVING;
    private Duration probed = Duration.ZERO;
    private int rounds;
    private String reason = "";

    /**
     * Nothing has happened yet.
     *
     * @param probation for the wait at the end
     * @param steps is told how far it has come
     * @param select has everyone take the new bundle for the device's
     * @param late devices that run by now, and would have been taken over had they run then
     * @param proof a trial in the place of a takeover whose device went its own way; empty: the kernel stops
     */
    Replacement(Deadline probation, Consumer<Step> steps, Runnable select,
            Function<Replacement, List<Takeover>> late, Function<Takeover, Optional<Trial>> proof) {
        this.probation = probation;
        this.steps = steps;
        this.select = select;
        this.late = late;
        this.proof = proof;
    }

    /** Complete when all is done; with a reason: when all is as before. */
    CompletableFuture<Optional<String>> result() {
        return result;
    }

    /** Begins. Takes over in the order given. */
    void begin(List<Takeover> devices, List<Trial> proofs) {
        takeovers.addAll(devices);
        turns.addAll(devices);
        trials.addAll(proofs);
        awaited.addAll(devices);
        awaited.addAll(proofs);
        devices.forEach(Takeover::warm);
        if (phase == Phase.PROVING) {
            trials.forEach(trial -> trial.begin(this::tried));
        }
        if (phase == Phase.PROVING) {
            steps.accept(Step.STARTED);
            proceed(this);
        }
    }

    private void tried(Trial trial, Optional<String> why) {
        if (phase == Phase.PROVING) {
            why.ifPresentOrElse(this::abort, () -> proceed(trial));
        }
    }

    @Override
    public void drained() {
        if (phase == Phase.TAKING) {
            steps.accept(Step.DRAINED);
        }
    }

    @Override
    public void done(Takeover takeover) {
        if (phase == Phase.TAKING) {
            steps.accept(Step.ACTIVATED);
            next();
        } else {
            proceed(takeover);
        }
    }

    @Override
    public void refused(Takeover takeover, String why) {
        takeovers.remove(takeover);
        awaited.remove(takeover);
        turns.remove(takeover);
        if (phase == Phase.BACK) {
            returned();
        } else {
            abort(takeover.device() + ": " + why);
        }
    }

    @Override
    public void left(Takeover takeover) {
        takeovers.remove(takeover);
        turns.remove(takeover);
        if (phase == Phase.PROVING && awaited.contains(takeover) && !isShown(takeover.entry().type())) {
            proof.apply(takeover).ifPresentOrElse(this::prove, () -> abort("the kernel stops"));
        }
        if (phase == Phase.TAKING && takeover == turn) {
            next();
        } else {
            proceed(takeover);
        }
    }

    /** Whether somebody else shows that the program of a type works. */
    private boolean isShown(String type) {
        return takeovers.stream().anyMatch(other -> other.entry().type().equals(type))
                || trials.stream().anyMatch(trial -> trial.type().equals(type));
    }

    private void prove(Trial trial) {
        trials.add(trial);
        awaited.add(trial);
        trial.begin(this::tried);
    }

    /** Goes on where this one was the last that was awaited. */
    private void proceed(Object arrived) {
        awaited.remove(arrived);
        if (phase == Phase.PROVING && awaited.isEmpty()) {
            phase = Phase.TAKING;
            steps.accept(Step.PROVEN);
            next();
        } else if (phase == Phase.BACK) {
            returned();
        }
    }

    private void next() {
        turn = turns.poll();
        if (turn != null) {
            turn.take();
        } else {
            phase = Phase.PROBATION;
            probed = Duration.ZERO;
            wait(takeovers.isEmpty() ? Duration.ZERO : PROBATION);
        }
    }

    private void wait(Duration time) {
        probed = probed.plus(time);
        probation.set(time, this::judge);
    }

    private void judge() {
        var still = takeovers.stream().filter(takeover -> !takeover.progresses()).findFirst();
        if (still.isEmpty()) {
            if (!takesMore()) {
                settle();
            }
        } else if (probed.compareTo(LONGEST_PROBATION) < 0) {
            wait(LOOK);
        } else {
            still.get().condemn("its work has stood still since it was activated " + probed.toSeconds() + " s ago");
        }
    }

    /** Whether a device that was started again meanwhile, from what is replaced, has to be taken over first. */
    private boolean takesMore() {
        var more = rounds < MOST_ROUNDS ? late.apply(this) : List.<Takeover>of();
        if (more.isEmpty()) {
            return false;
        }
        rounds++;
        phase = Phase.PROVING;
        takeovers.addAll(more);
        turns.addAll(more);
        awaited.addAll(more);
        more.forEach(Takeover::warm);
        return true;
    }

    /** Whether a device takes part. */
    boolean has(String device) {
        return takeovers.stream().anyMatch(takeover -> takeover.device().equals(device));
    }

    private void settle() {
        phase = Phase.OVER;
        takeovers.forEach(Takeover::settle);
        select.run();
        steps.accept(Step.SWITCHED);
        result.complete(Optional.empty());
    }

    /** It takes too long: all is to be as before. */
    void giveUp(String why) {
        abort(why);
    }

    private void abort(String why) {
        if (phase == Phase.OVER) {
            return;
        }
        phase = Phase.BACK;
        reason = why;
        probation.cancel();
        trials.forEach(Trial::end);
        awaited.clear();
        // A device that has no more to do may say so before the last was asked.
        awaited.addAll(takeovers);
        for (var takeover : List.copyOf(takeovers)) {
            if (!takeover.undo()) {
                awaited.remove(takeover);
            }
        }
        returned();
    }

    private void returned() {
        if (awaited.isEmpty() && phase != Phase.OVER) {
            phase = Phase.OVER;
            result.complete(Optional.of(reason));
        }
    }
}
