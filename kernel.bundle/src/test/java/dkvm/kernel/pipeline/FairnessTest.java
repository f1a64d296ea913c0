// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.sdk.wire.WireException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Links into one sink take turns, however much one of them brings. */
@Execution(ExecutionMode.CONCURRENT)
class FairnessTest {
    private static final int ROUNDS = 2000;

    private final FakeDesk desk = new FakeDesk();
    private final FakeDevice flood = desk.running("flood");
    private final FakeDevice other = desk.running("other");
    private final FakeDevice sink = desk.running("sink");

    FairnessTest() {
        desk.link("flood", "sink");
        desk.link("other", "sink");
    }

    @Test
    void aFloodDoesNotShutAnotherFloodOut() throws WireException {
        for (int i = 0; i < ROUNDS; i++) {
            fill(flood);
            fill(other);
            takeSome();
        }

        long a = desk.status("flood", "sink").out();
        long b = desk.status("other", "sink").out();
        assertThat(b).isBetween(a / 2, a * 2);
    }

    @Test
    void anEventLargerThanTheWindowGetsThroughAFlood() throws WireException {
        fill(flood);
        other.text(other.out(), 60_000);
        other.flush();
        for (int i = 0; i < ROUNDS && desk.status("other", "sink").out() == 0; i++) {
            fill(flood);
            takeSome();
        }

        assertThat(desk.status("other", "sink").out()).isEqualTo(1);
    }

    private static void fill(FakeDevice source) throws WireException {
        source.readAll();
        while (source.text(source.out(), 20)) {
            source.flush();
        }
    }

    private void takeSome() throws WireException {
        sink.read(100);
        sink.acknowledge(Integer.MAX_VALUE);
    }
}
