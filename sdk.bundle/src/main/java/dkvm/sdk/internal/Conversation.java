// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.wire.v1.Envelope;

/**
 * All that is said with the kernel besides streams: calls in both directions, notices.
 *
 * @param client the calls this process makes
 * @param server those it answers
 * @param subscriptions what it has subscribed to
 * @param inbox the notices it gets
 */
record Conversation(CallClient client, CallServer server, Subscriptions subscriptions, NoticeInbox inbox) {

    /** Takes a message if it is one of these; on the I/O thread. */
    void take(Envelope message) {
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
            default -> {
                // Of a later version, or of no concern to devices without shared buffers.
            }
        }
    }

    /** The process is to end. */
    void stop() {
        client.stop();
    }
}
