// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.wire;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import com.google.protobuf.ByteString;
import dkvm.kernel.wire.Mailer.Rank;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Request;
import java.util.Arrays;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Whoever adds to a mail queue, against whoever writes and whoever takes back. */
final class MailQueueStress {
    private static final int ENOUGH = 1024;
    private static final Envelope FIRST = request(1, 0);
    private static final Envelope SECOND = request(2, 0);
    private static final byte[] BOTH = framed(FIRST, SECOND);
    /** Takes nearly a third of what may wait. */
    private static final Envelope LARGE = request(3, 40 * 1024);
    private static final Rank SCARCE = Rank.DEVICE_NOTICE;

    private MailQueueStress() {}

    private static Envelope request(long id, int bytes) {
        var request = Request.newBuilder().setId(id).setPayload(ByteString.copyFrom(new byte[bytes]));
        return Envelope.newBuilder().setRequest(request).build();
    }

    private static byte[] framed(Envelope one, Envelope other) {
        var bytes = new byte[ENOUGH];
        return Arrays.copyOf(bytes, Frames.put(other, bytes, Frames.put(one, bytes, 0)));
    }

    /** Whether nothing waits, nor is anything counted that does not wait. */
    private static boolean allRoomIsFree(MailQueue queue) {
        return queue.isEmpty() && queue.offer(LARGE, SCARCE) && queue.offer(LARGE, SCARCE) && queue.offer(LARGE, SCARCE)
                && !queue.offer(LARGE, SCARCE);
    }

    /** A call leaves or is taken back, never both, never neither. */
    @JCStressTest
    @Outcome(id = "true, false, true", expect = ACCEPTABLE, desc = "it left")
    @Outcome(id = "false, true, true", expect = ACCEPTABLE, desc = "it was taken back")
    @Outcome(expect = FORBIDDEN, desc = "both, neither, or its room is gone")
    @State
    public static class FillAgainstWithdraw {
        private final MailQueue queue = new MailQueue();
        private final byte[] buffer = new byte[ENOUGH];

        /** One call waits. */
        public FillAgainstWithdraw() {
            queue.offer(FIRST, Rank.REQUEST);
        }

        /** Who writes. */
        @Actor
        public void fill(ZZZ_Result r) {
            r.r1 = queue.fill(buffer, ENOUGH) > 0;
        }

        /** Who takes back. */
        @Actor
        public void withdraw(ZZZ_Result r) {
            r.r2 = queue.withdraw(1);
        }

        /** What is left. */
        @Arbiter
        public void left(ZZZ_Result r) {
            r.r3 = allRoomIsFree(queue);
        }
    }

    /** Two messages go out once each, in their order, whether in one write or in two. */
    @JCStressTest
    @Outcome(id = "[012], true", expect = ACCEPTABLE, desc = "so many in the first write")
    @Outcome(expect = FORBIDDEN, desc = "lost, doubled or reordered")
    @State
    public static class OfferAgainstFill {
        private final MailQueue queue = new MailQueue();
        private final byte[] buffer = new byte[ENOUGH];
        private int written;

        /** Who adds. */
        @Actor
        public void offer() {
            queue.offer(FIRST, Rank.REQUEST);
            queue.offer(SECOND, Rank.REQUEST);
        }

        /** Who writes. */
        @Actor
        public void fill(IZ_Result r) {
            written = queue.fill(buffer, ENOUGH);
            r.r1 = 2 * written / BOTH.length;
        }

        /** The second write. */
        @Arbiter
        public void fillAgain(IZ_Result r) {
            var rest = new byte[ENOUGH];
            int more = queue.fill(rest, ENOUGH);
            System.arraycopy(rest, 0, buffer, written, more);
            r.r2 = Arrays.equals(buffer, 0, written + more, BOTH, 0, BOTH.length);
        }
    }

    /** Where there is room for one of two, one gets it. */
    @JCStressTest
    @Outcome(id = {"true, false", "false, true"}, expect = ACCEPTABLE, desc = "one found room")
    @Outcome(expect = FORBIDDEN, desc = "the bound was passed, or room refused")
    @State
    public static class OfferAgainstOffer {
        private final MailQueue queue = new MailQueue();

        /** Room for one is left. */
        public OfferAgainstOffer() {
            queue.offer(LARGE, SCARCE);
            queue.offer(LARGE, SCARCE);
        }

        /** Who adds. */
        @Actor
        public void one(ZZ_Result r) {
            r.r1 = queue.offer(LARGE, SCARCE);
        }

        /** Who adds as well. */
        @Actor
        public void other(ZZ_Result r) {
            r.r2 = queue.offer(LARGE, SCARCE);
        }
    }
}
