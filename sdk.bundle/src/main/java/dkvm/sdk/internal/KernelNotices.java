// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import com.google.protobuf.ByteString;
import dkvm.sdk.call.CallFailure;
import dkvm.sdk.notice.NoticeListener;
import dkvm.sdk.notice.Notices;
import dkvm.sdk.wire.TopicPrefix;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Notice;
import java.util.concurrent.atomic.AtomicBoolean;

/** The author's notices, to and from the kernel. Any thread. */
final class KernelNotices implements Notices {
    private final String device;
    private final WireOut out;
    private final Subscriptions subscriptions;
    private final NoticeInbox inbox;

    KernelNotices(String device, WireOut out, Subscriptions subscriptions, NoticeInbox inbox) {
        this.device = device;
        this.out = out;
        this.subscriptions = subscriptions;
        this.inbox = inbox;
    }

    @Override
    public void publish(String name, byte[] payload) {
        var topic = "device/" + device + "/" + name;
        if (!TopicPrefix.isTopic(topic) || name.equals("state") || name.startsWith("state/")) {
            throw new IllegalArgumentException("no notice can be named \"" + name + '"');
        }
        if (payload.length > Wire.MAX_NOTICE_PAYLOAD) {
            throw new IllegalArgumentException(
                    "a notice of " + payload.length + " bytes; " + Wire.MAX_NOTICE_PAYLOAD + " are allowed");
        }
        out.send(Envelope.newBuilder()
                .setNotice(Notice.newBuilder().setTopic(topic).setPayload(ByteString.copyFrom(payload))).build());
    }

    @Override
    public Subscription subscribe(String prefix, NoticeListener listener) throws CallFailure, InterruptedException {
        var topics = new TopicPrefix(prefix);
        var listening = inbox.listen(topics, listener);
        boolean done = false;
        try {
            subscriptions.enter(topics);
            done = true;
        } finally {
            if (!done) {
                inbox.forget(listening);
            }
        }
        var closed = new AtomicBoolean();
        return () -> {
            if (!closed.getAndSet(true)) {
                inbox.forget(listening);
                subscriptions.leave(topics);
            }
        };
    }

    @Override
    public long dropped() {
        return inbox.dropped();
    }
}
