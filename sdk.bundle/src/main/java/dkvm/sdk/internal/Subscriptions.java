// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import com.google.protobuf.ByteString;
import dkvm.sdk.call.CallFailure;
import dkvm.sdk.call.Calls;
import dkvm.sdk.call.Status;
import dkvm.sdk.wire.TopicPrefix;
import dkvm.sdk.wire.v1.Topics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What this process has subscribed to, whoever in it listens. The kernel knows each prefix once, so they are counted;
 * what the count says is sent before the next one counts, and the kernel does it in that order. Any thread.
 */
final class Subscriptions {
    private final CallClient client;
    /** How many listen to each prefix. Guarded by this. */
    private final Map<TopicPrefix, Integer> listening = new HashMap<>();
    /** Those nobody listens to that the kernel had no place to be told of. Guarded by this. */
    private final Set<TopicPrefix> untold = new HashSet<>();

    Subscriptions(CallClient client) {
        this.client = client;
    }

    /** Subscribes, and waits for the answer. */
    void enter(TopicPrefix topics) throws CallFailure, InterruptedException {
        var _ = enter(topics, "notices", "subscribe", payload(topics));
    }

    /** Subscribes by a call that does so; answers its answer. */
    ByteString enter(TopicPrefix topics, String service, String method, ByteString payload)
            throws CallFailure, InterruptedException {
        boolean entered = false;
        try {
            var answer = begin(topics, service, method, payload).await();
            entered = true;
            return answer;
        } finally {
            if (!entered) {
                leave(topics);
            }
        }
    }

    private synchronized CallClient.Begun begin(TopicPrefix topics, String service, String method, ByteString payload)
            throws CallFailure {
        listening.merge(topics, 1, Integer::sum);
        untold.remove(topics);
        return client.begin("", service, method, payload, Calls.KERNEL_DEADLINE);
    }

    /** One listens no longer. Returns at once. */
    synchronized void leave(TopicPrefix topics) {
        if (listening.merge(topics, -1, Integer::sum) == 0) {
            listening.remove(topics);
            tell(topics);
        }
    }

    private void tell(TopicPrefix topics) {
        client.tell("notices", "unsubscribe", payload(topics), status -> told(topics, status));
    }

    private synchronized void told(TopicPrefix topics, Status status) {
        if (status != Status.RESOURCE_EXHAUSTED && status != Status.DEADLINE_EXCEEDED) {
            answered();
        } else if (!listening.containsKey(topics)) {
            untold.add(topics);
        }
    }

    /** A call has its answer, so there is a place for one that found none. On the I/O thread. */
    synchronized void answered() {
        var next = untold.iterator();
        if (next.hasNext()) {
            var topics = next.next();
            next.remove();
            tell(topics);
        }
    }

    private static ByteString payload(TopicPrefix topics) {
        return Topics.newBuilder().addPrefixes(topics.text()).build().toByteString();
    }
}
