// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Envelope;

/**
 * All that is said with the kernel besides streams: calls in both directions, notices, shared memory.
 *
 * @param client the calls this process makes
 * @param server those it answers
 * @param subscriptions what it has subscribed to
 * @param inbox the notices it gets
 * @param pools its shared memory
 */
record Conversation(CallClient client, CallServer server, Subscriptions subscriptions, NoticeInbox inbox,
        Pools pools) {

    /** Takes a message if it is one of these; on the I/O thread. */
    void take(Envelope message) throws WireException {
        switch (message.getBodyCase()) {
            case REQUEST -> server.requested(message.getRequest());
            case CANCEL -> server.cancelled(message.getCancel().getId());
            case RESPONSE -> {
                if (client.answered(message.getResponse())) {
                    subscriptions.answered();
                }
            }
            case NOTICE -> inbox.arrived(message.getNotice().getTopic(),
                    message.getNotice().getPayload().toByteArray());
            case POOL_ADDED -> pools.added(message.getPoolAdded());
            case POOL_RETIRED -> pools.retired(message.getPoolRetired());
            case GRANT -> pools.granted(message.getGrant());
            default -> {
                // Of a later version.
            }
        }
    }

    /** The process is to end. */
    void stop() {
        client.stop();
    }
}
