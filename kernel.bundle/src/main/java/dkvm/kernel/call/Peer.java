// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.call;

import dkvm.kernel.notice.Tally;
import dkvm.kernel.wire.Mailer;
import dkvm.kernel.wire.Mailer.Rank;
import dkvm.sdk.wire.v1.Cancel;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Request;
import dkvm.sdk.wire.v1.Response;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One device process as it calls, is called, and gives and gets notices. Its methods never block, from any thread. */
public final class Peer {
    private static final Logger LOG = LoggerFactory.getLogger(Peer.class);

    final Party party;
    final Caller caller;
    /** Calls to the kernel that wait for its thread, whether they are still in flight or not. */
    final AtomicInteger atKernel = new AtomicInteger();
    private final Mailer mailer;
    private final CallRouter router;
    private final Tally unanswered = new Tally();

    Peer(Mailer mailer, Caller caller, CallRouter router) {
        this.party = new Party(caller.device(), CallTable.MAX_CALLING, this::cancel);
        this.caller = caller;
        this.mailer = mailer;
        this.router = router;
    }

    /**
     * The device says something of a call, or gives a notice; on the thread that reads it.
     *
     * @param message Request, Response, Cancel or Notice; anything else is ignored
     */
    public void message(Envelope message) {
        switch (message.getBodyCase()) {
            case REQUEST -> router.requested(this, message.getRequest());
            case RESPONSE -> router.answered(this, message.getResponse());
            case CANCEL -> router.cancelled(this, message.getCancel().getId());
            case NOTICE -> caller.notices().publish(message.getNotice().getTopic(),
                    message.getNotice().getPayload(), System.nanoTime());
            default -> {
                // Of no concern here.
            }
        }
    }

    /** The process is active: other devices may call it. */
    public void activated() {
        router.activated(this);
    }

    /** The process is to end: other devices may no longer call it. */
    public void ending() {
        router.ending(this);
    }

    /** The process is gone: the calls it made are over, those it was to answer have failed. */
    public void gone() {
        router.gone(this);
        caller.notices().close();
        long more = unanswered.rest();
        if (more > 0) {
            LOG.warn("{}: it did not read {} more answers to its calls", party.name, more);
        }
    }

    /** Passes a call on; false if the device does not read those that came before. */
    boolean request(Request request) {
        return mailer.offer(Envelope.newBuilder().setRequest(request).build(), Rank.REQUEST);
    }

    /** Takes a call back, or tells the device; what that does not fit into is of no great harm: its answer is ignored. */
    private void cancel(long id) {
        if (!mailer.withdraw(id)) {
            var _ = mailer.offer(Envelope.newBuilder().setCancel(Cancel.newBuilder().setId(id)).build(), Rank.REQUEST);
        }
    }

    void answer(Response response) {
        if (!mailer.offer(Envelope.newBuilder().setResponse(response).build(), Rank.RESPONSE)) {
            long news = unanswered.count(System.nanoTime());
            if (news > 0) {
                LOG.warn("{}: it does not read the answers to its calls; dropped: {}", party.name, news);
            }
        }
    }

    /** How many answers the device did not get, because it does not read. */
    long unanswered() {
        return unanswered.total();
    }
}
