// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dkvm.bench.Sleeper;
import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.event.StreamKind;
import java.io.OutputStream;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A sender that is just going to wait, against the I/O thread that brings what it waits for. If it is not woken, it is
 * interrupted, and has sent nothing.
 */
final class OutputPortStress {
    private static final KeyEvent KEY = new KeyEvent(0x70004, true);
    private static final int ENOUGH = 1000;

    private OutputPortStress() {}

    /** A port and what it wrote. */
    abstract static class Waiting {
        private final CountingStream written = new CountingStream();
        final OutputPort port = new OutputPort("keys", StreamKind.KEYBOARD, new WireOut(written, new NoExit()),
                new LoopState());
        final Sleeper sender = new Sleeper();

        final void sendOne() {
            sender.run(() -> port.send(KEY, 1));
        }

        final void count(II_Result r) {
            r.r1 = sender.done() ? written.writes : -1;
            r.r2 = (int) port.nextSeq();
        }
    }

    private static final class CountingStream extends OutputStream {
        private int writes;

        @Override
        public void write(int b) {
            throw new IllegalStateException("a message of one byte");
        }

        @Override
        public void write(byte[] b, int offset, int length) {
            writes++;
        }
    }

    /** Credit comes. */
    @JCStressTest
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "sent")
    @Outcome(expect = FORBIDDEN, desc = "not woken, lost or doubled")
    @State
    public static class CreditAgainstSend extends Waiting {

        /** A stream is open that has no credit. */
        public CreditAgainstSend() {
            port.open(new OutStream(1, 1, 0, 0));
        }

        /** The sender. */
        @Actor
        public void send() {
            sendOne();
        }

        /** The I/O thread. */
        @Actor
        public void credit() {
            port.credit(1, ENOUGH);
            sender.awaitEnd();
        }

        /** What came of it. */
        @Arbiter
        public void sent(II_Result r) {
            count(r);
        }
    }

    /** The stream comes. */
    @JCStressTest
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "sent")
    @Outcome(expect = FORBIDDEN, desc = "not woken, lost or doubled")
    @State
    public static class OpenAgainstSend extends Waiting {

        /** The sender. */
        @Actor
        public void send() {
            sendOne();
        }

        /** The I/O thread. */
        @Actor
        public void open() {
            port.open(new OutStream(1, 1, 1, ENOUGH));
            sender.awaitEnd();
        }

        /** What came of it. */
        @Arbiter
        public void sent(II_Result r) {
            count(r);
        }
    }

    /** The end comes. */
    @JCStressTest
    @Outcome(id = "0, 2", expect = ACCEPTABLE, desc = "dropped")
    @Outcome(expect = FORBIDDEN, desc = "not woken, sent without credit, or not counted")
    @State
    public static class DiscardAgainstSend extends Waiting {

        /** A stream is open that has no credit. */
        public DiscardAgainstSend() {
            port.open(new OutStream(1, 1, 0, 0));
        }

        /** The sender. */
        @Actor
        public void send() {
            sendOne();
        }

        /** The I/O thread. */
        @Actor
        public void discard() {
            port.discard();
            sender.awaitEnd();
        }

        /** What came of it. */
        @Arbiter
        public void sent(II_Result r) {
            count(r);
        }
    }
}
