// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.sdk.wire.v1.Loop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Judges by the answers to pings whether a process lives and gets on: looks and answers in, pings and verdicts out,
 * without threads or processes. Only time in which the kernel was awake counts: a look that comes late stops the clock,
 * and for a moment after it nothing is judged, since whoever was suspended with the kernel has to wake up too. Times are
 * {@link System#nanoTime()} values.
 */
final class Liveness {
    /** So often a process is pinged. */
    static final Duration PERIOD = Duration.ofSeconds(1);
    /** So many pings in a row are unanswered by the dead; no more than that wait to be read by anyone. */
    static final int MISSES = 5;
    /** A look that is later than this shows that the kernel itself was held up. The last ping may take as long. */
    static final Duration LATE = Duration.ofMillis(500);

    private static final long PERIOD_NANOS = PERIOD.toNanos();
    private static final long DEAD_NANOS = (MISSES - 1) * PERIOD_NANOS + LATE.toNanos();

    /** What is to be thought of a process. */
    enum Verdict {
        /** It answers; it works, or waits for something. */
        HEALTHY,
        /** It answers nothing. */
        DEAD,
        /** It answers, and its work stands still. */
        HUNG
    }

    /**
     * What follows from a look.
     *
     * @param verdict on the process
     * @param ping the id of the ping that is to be sent now, if one is
     */
    record Step(Verdict verdict, OptionalLong ping) {}

    private record Sent(long id, long atNanos) {}

    private long limitNanos;
    private final long longestGapNanos;
    private long lastLookNanos;
    /** How long the kernel was awake. */
    private long awakeNanos;
    private long judgedFromNanos;
    private final Deque<Sent> unanswered = new ArrayDeque<>();
    private long lastPing;
    private long lastPingNanos = -PERIOD_NANOS;
    private Pulse work = Pulse.NONE;
    /** Since when its work is seen as it is. */
    private long sinceNanos;
    private boolean standsStill;

    /**
     * Begins to watch.
     *
     * @param limit how long work may stand still
     * @param lookEvery how often it will be looked at
     * @param nowNanos the time
     */
    Liveness(Duration limit, Duration lookEvery, long nowNanos) {
        limitNanos = limit.toNanos();
        longestGapNanos = lookEvery.plus(LATE).toNanos();
        lastLookNanos = nowNanos;
    }

    /** Work may stand still for so long from now on; whether it does, the next answer shows. */
    void limit(Duration limit) {
        limitNanos = limit.toNanos();
        standsStill = false;
    }

    /** It was not looked at for a while, and nothing was expected of it: begins to watch anew. */
    void resume(long nowNanos) {
        lastLookNanos = nowNanos;
        unanswered.clear();
        lastPingNanos = awakeNanos - PERIOD_NANOS;
        work = Pulse.NONE;
        standsStill = false;
    }

    /** Looks at the process, whose last answer is this. */
    Step look(long nowNanos, Pulse pulse) {
        count(nowNanos);
        hear(pulse);
        var verdict = verdict();
        return new Step(verdict, verdict == Verdict.HEALTHY && pingIsDue()
                ? OptionalLong.of(ping())
                : OptionalLong.empty());
    }

    private void count(long nowNanos) {
        long gap = nowNanos - lastLookNanos;
        lastLookNanos = nowNanos;
        if (gap > longestGapNanos) {
            judgedFromNanos = awakeNanos + PERIOD_NANOS;
        } else {
            awakeNanos += gap;
        }
    }

    /** Work stands still where an answer to a ping that was sent late enough shows it as it was. */
    private void hear(Pulse pulse) {
        if (pulse.ping() > lastPing) {
            // Nobody asked that.
            return;
        }
        @Nullable
        Sent answered = null;
        while (!unanswered.isEmpty() && unanswered.getFirst().id <= pulse.ping()) {
            answered = unanswered.removeFirst();
        }
        if (answered == null) {
            return;
        }
        boolean same = pulse.loop() == Loop.RUNNING && work.loop() == Loop.RUNNING && pulse.ticks() == work.ticks();
        if (!same) {
            work = pulse;
            sinceNanos = awakeNanos;
        }
        standsStill = same && answered.atNanos - sinceNanos >= limitNanos;
    }

    private Verdict verdict() {
        if (awakeNanos < judgedFromNanos) {
            return Verdict.HEALTHY;
        }
        if (unanswered.size() >= MISSES && awakeNanos - unanswered.getFirst().atNanos >= DEAD_NANOS) {
            return Verdict.DEAD;
        }
        return standsStill ? Verdict.HUNG : Verdict.HEALTHY;
    }

    /** Every second, and when work has stood still for so long that the next answer decides. */
    private boolean pingIsDue() {
        long decisive = sinceNanos + limitNanos;
        return unanswered.size() < MISSES && (awakeNanos - lastPingNanos >= PERIOD_NANOS
                || (work.loop() == Loop.RUNNING && lastPingNanos < decisive && decisive <= awakeNanos));
    }

    private long ping() {
        lastPing++;
        lastPingNanos = awakeNanos;
        unanswered.addLast(new Sent(lastPing, awakeNanos));
        return lastPing;
    }
}
