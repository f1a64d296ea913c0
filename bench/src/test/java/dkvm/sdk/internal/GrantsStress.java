// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dkvm.bench.Sleeper;
import dkvm.sdk.internal.memory.Slot;
import dkvm.sdk.internal.memory.StressedPool;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.Optional;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** The author's thread that is just going to wait for a slot, against the I/O thread. */
final class GrantsStress {

    private GrantsStress() {}

    /** An output that has a pool and no slot to write. */
    abstract static class Waiting {
        final StressedPool pool = new StressedPool();
        final Grants grants = new Grants(new WireOut(OutputStream.nullOutputStream(), new NoExit()), new LoopState());
        final Sleeper author = new Sleeper();
        /** Written by the I/O thread. */
        volatile boolean over;
        /** The author's. */
        private Optional<Slot> got = Optional.empty();

        Waiting() {
            grants.added(pool.pool());
        }

        /** As {@link SessionFrames} does. */
        final void takeOne() {
            author.run(() -> {
                while (got.isEmpty() && !over) {
                    long seen = grants.changes();
                    got = grants.take(_ -> true, Comparator.comparingInt(Slot::index));
                    if (got.isEmpty()) {
                        grants.await(seen, () -> !over);
                    }
                }
            });
        }

        final void count(ZZ_Result r) {
            r.r1 = author.done();
            r.r2 = got.isPresent();
        }
    }

    /** A grant comes. */
    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "taken")
    @Outcome(expect = FORBIDDEN, desc = "not woken, or lost")
    @State
    public static class GrantAgainstTake extends Waiting {

        /** The author. */
        @Actor
        public void take() {
            takeOne();
        }

        /** The I/O thread. */
        @Actor
        public void grant() {
            grants.add(pool.slot());
            author.awaitEnd();
        }

        /** What came of it. */
        @Arbiter
        public void taken(ZZ_Result r) {
            count(r);
        }
    }

    /** The end comes. */
    @JCStressTest
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "told so")
    @Outcome(expect = FORBIDDEN, desc = "not woken")
    @State
    public static class EndAgainstTake extends Waiting {

        /** The author. */
        @Actor
        public void take() {
            takeOne();
        }

        /** The I/O thread. */
        @Actor
        public void end() {
            over = true;
            grants.wake();
            author.awaitEnd();
        }

        /** What came of it. */
        @Arbiter
        public void taken(ZZ_Result r) {
            count(r);
        }
    }
}
