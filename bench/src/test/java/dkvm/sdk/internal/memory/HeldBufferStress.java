// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal.memory;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dkvm.bench.Rendezvous;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIZ_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two threads at one buffer: one Release is sent, and then its pool may go, once. */
final class HeldBufferStress {

    private HeldBufferStress() {}

    /** A buffer, the last user of a pool that is retired. */
    abstract static class Held {
        final StressedPool pool = new StressedPool();
        final HeldBuffer buffer = pool.hold();
        private final Rendezvous rendezvous = new Rendezvous();

        /** The other thread is about to touch the buffer too. */
        final HeldBuffer meet() {
            rendezvous.meet(1);
            return buffer;
        }
    }

    /** Two holds, each released by another. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "given back once, then unmapped")
    @Outcome(expect = FORBIDDEN, desc = "never, or twice")
    @State
    public static class ReleaseAgainstRelease extends Held {

        /** There is a second hold. */
        public ReleaseAgainstRelease() {
            buffer.retain();
            pool.pool().retire();
        }

        /** One. */
        @Actor
        public void one() {
            meet().release();
        }

        /** The other. */
        @Actor
        public void other() {
            meet().release();
        }

        /** What came of it. */
        @Arbiter
        public void counted(II_Result r) {
            r.r1 = pool.givenBack();
            r.r2 = pool.unmapped();
        }
    }

    /** Who keeps a buffer comes before the last hold is released, or too late. */
    @JCStressTest
    @Outcome(id = "1, 1, true", expect = ACCEPTABLE, desc = "kept, and released by who kept it")
    @Outcome(id = "1, 1, false", expect = ACCEPTABLE, desc = "too late, and told so")
    @Outcome(expect = FORBIDDEN, desc = "never given back, or twice")
    @State
    public static class RetainAgainstRelease extends Held {

        /** There is one hold. */
        public RetainAgainstRelease() {
            pool.pool().retire();
        }

        /** The author's other thread. */
        @Actor
        public void keep(IIZ_Result r) {
            try {
                meet().retain();
            } catch (IllegalStateException e) {
                return;
            }
            r.r3 = true;
            buffer.release();
        }

        /** The end of receive. */
        @Actor
        public void release() {
            meet().release();
        }

        /** What came of it. */
        @Arbiter
        public void counted(IIZ_Result r) {
            r.r1 = pool.givenBack();
            r.r2 = pool.unmapped();
        }
    }

    /** The pool is retired while its last user leaves it. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "unmapped once")
    @Outcome(expect = FORBIDDEN, desc = "never, or twice")
    @State
    public static class RetireAgainstRelease extends Held {

        /** The buffer is given back; something else still uses the pool. */
        public RetireAgainstRelease() {
            pool.pool().acquire();
            buffer.release();
        }

        /** The I/O thread. */
        @Actor
        public void retire() {
            meet();
            pool.pool().retire();
        }

        /** The last user. */
        @Actor
        public void leave() {
            meet();
            pool.pool().release();
        }

        /** What came of it. */
        @Arbiter
        public void counted(II_Result r) {
            r.r1 = pool.givenBack();
            r.r2 = pool.unmapped();
        }
    }
}
