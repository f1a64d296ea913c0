// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dkvm.bench.Patience;
import dkvm.bench.Rendezvous;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Two senders and the flusher, which is a thread of the class's own. It begins with the first event held back, and the
 * sender waits for what it held back before it sends again, so each time it meets a flusher that is just going to
 * sleep.
 */
final class WireOutStress {
    private static final byte[] CAPITALS = "ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SMALL = "abcdef".getBytes(StandardCharsets.US_ASCII);

    private WireOutStress() {}

    /** The pipe; messages are letters. */
    static final class Pipe extends OutputStream {
        private final byte[] bytes = new byte[4 * (CAPITALS.length + SMALL.length)];
        /** Written by whoever writes. */
        private volatile int size;

        @Override
        public void write(int b) {
            throw new IllegalStateException("not in one piece");
        }

        @Override
        public void write(byte[] b, int offset, int length) {
            int end = size;
            System.arraycopy(b, offset, bytes, end, length);
            size = end + length;
        }

        boolean has(byte letter) {
            int n = size;
            for (int i = 0; i < n; i++) {
                if (bytes[i] == letter) {
                    return true;
                }
            }
            return false;
        }

        String letters(boolean capital) {
            var all = new String(bytes, 0, size, StandardCharsets.US_ASCII);
            return all.replaceAll(capital ? "[a-z]" : "[A-Z]", "");
        }
    }

    abstract static class Out {
        final Pipe pipe = new Pipe();
        final WireOut out = new WireOut(pipe, new NoExit());
        final Rendezvous rendezvous = new Rendezvous();
        /** Whether what was held back went out by itself; written by the first sender. */
        private boolean awake = true;

        /**
         * Joins letter by letter, and goes on when the flusher or another sender has written it. The flusher ends with
         * the last, for there are thousands of these.
         */
        final void joinAndAwait() {
            for (int i = 0; i < CAPITALS.length; i++) {
                byte letter = CAPITALS[i];
                rendezvous.meet(1 + i);
                out.join(new byte[]{letter}, 1);
                awake &= Patience.await(() -> pipe.has(letter));
            }
            out.close();
        }

        /** What the senders sent, as it came out. */
        final void read(L_Result r) {
            out.flush();
            r.r1 = (awake ? "" : "late: ") + pipe.letters(true) + pipe.letters(false);
        }
    }

    /** Events joined while another thread flushes. */
    @JCStressTest
    @Outcome(id = "ABCDEF", expect = ACCEPTABLE, desc = "each once, in order")
    @Outcome(expect = FORBIDDEN, desc = "lost, late, doubled or reordered")
    @State
    public static class JoinAgainstFlush extends Out {

        /** A sender. */
        @Actor
        public void join() {
            joinAndAwait();
        }

        /** Another. */
        @Actor
        public void flush() {
            for (int i = 0; i < CAPITALS.length; i++) {
                rendezvous.meet(1 + i);
                out.flush();
            }
        }

        /** What came out. */
        @Arbiter
        public void written(L_Result r) {
            read(r);
        }
    }

    /** Events joined while another thread joins others, and does not wait for them. */
    @JCStressTest
    @Outcome(id = "ABCDEFabcdef", expect = ACCEPTABLE, desc = "each once, in its sender's order")
    @Outcome(expect = FORBIDDEN, desc = "lost, late, doubled or reordered")
    @State
    public static class JoinAgainstJoin extends Out {

        /** A sender. */
        @Actor
        public void join() {
            joinAndAwait();
        }

        /** Another. */
        @Actor
        public void joinToo() {
            for (int i = 0; i < SMALL.length; i++) {
                rendezvous.meet(1 + i);
                out.join(new byte[]{SMALL[i]}, 1);
            }
        }

        /** What came out. */
        @Arbiter
        public void written(L_Result r) {
            read(r);
        }
    }
}
