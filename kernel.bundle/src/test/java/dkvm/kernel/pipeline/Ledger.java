// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What was sent, and what arrived where, over all processes of all devices. */
final class Ledger {
    private record Sent(int stream, long seq) {}

    private record Received(String sink, int stream) {}

    private final Map<Sent, byte[]> sent = new HashMap<>();
    private final Map<Integer, Long> lastSent = new HashMap<>();
    private final Map<Received, Long> lastReceived = new HashMap<>();
    private final Set<Integer> ended = new HashSet<>();

    void sent(int stream, long seq, byte[] bytes) {
        sent.put(new Sent(stream, seq), bytes);
        lastSent.put(stream, seq);
    }

    /** The source has sent the end of a stream. */
    void ended(int stream) {
        ended.add(stream);
    }

    boolean hasEnded(int stream) {
        return ended.contains(stream);
    }

    long lastSent(int stream) {
        return lastSent.getOrDefault(stream, 0L);
    }

    long lastReceived(String sink, int stream) {
        return lastReceived.getOrDefault(new Received(sink, stream), 0L);
    }

    /** An event reached a sink: as it was sent, later than those before it, and never twice. */
    void received(String sink, int stream, long seq, byte[] bytes) {
        assertThat(seq).as("event of stream %s at %s", stream, sink)
                .isGreaterThan(lastReceived(sink, stream));
        assertThat(bytes).as("event %s of stream %s at %s", seq, stream, sink)
                .isEqualTo(sent.get(new Sent(stream, seq)));
        lastReceived.put(new Received(sink, stream), seq);
    }
}
