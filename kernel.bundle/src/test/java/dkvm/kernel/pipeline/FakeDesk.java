// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.kernel.memory.TestMemory;
import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.api.LinkStatus;
import dkvm.kernel.config.LinkEntry;
import dkvm.kernel.config.Overflow;
import dkvm.kernel.config.PipelineEntry;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.WireException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** A graph with devices played by a test: each has an output and an input {@code keys}, and may have such for data. */
final class FakeDesk {
    private static final int PATIENCE = 10_000;

    final Graph graph = new Graph(TestMemory.none());
    final Ledger ledger = new Ledger();
    final Map<String, FakeDevice> devices = new LinkedHashMap<>();

    /** A device that consumes and produces keys, configured and not running. */
    FakeDevice device(String id) {
        return device(id, Port.out("keys", StreamKind.KEYBOARD), Port.in("keys", StreamKind.KEYBOARD));
    }

    FakeDevice device(String id, Port... ports) {
        var device = new FakeDevice(id, graph, ledger);
        devices.put(id, device);
        graph.ports(id, List.of(ports));
        return device;
    }

    /** A device that runs. */
    FakeDevice running(String id) {
        var device = device(id);
        device.run(false);
        return device;
    }

    void link(String from, String to) {
        link(from, to, "keys", Optional.empty(), OptionalInt.empty());
    }

    void link(String from, String to, int capacity) {
        link(from, to, "keys", Optional.empty(), OptionalInt.of(capacity));
    }

    void link(String from, String to, String port, Optional<Overflow> overflow, OptionalInt capacity) {
        graph.pipeline(new PipelineEntry(pipeline(from, to, port), List.of(new LinkEntry(from, port, to, port)),
                overflow, capacity));
    }

    void unlink(String from, String to, String port) {
        graph.removePipeline(pipeline(from, to, port));
    }

    private static String pipeline(String from, String to, String port) {
        return from + "-" + to + "-" + port;
    }

    /** The only link between two devices. */
    LinkStatus status(String from, String to) {
        return graph.status().stream()
                .filter(link -> link.from().startsWith(from + ".") && link.to().startsWith(to + ".")).findFirst()
                .orElseThrow();
    }

    void look(Duration elapsed) {
        graph.look(elapsed.toNanos());
    }

    /** No event is unaccounted for. */
    void balanced() {
        for (var link : graph.status()) {
            long dropped = link.dropped().values().stream().mapToLong(Long::longValue).sum();
            assertThat(link.out() + link.queued() + link.inFlight() + dropped).as("%s", link).isEqualTo(link.in());
            assertThat(link.out()).isNotNegative();
        }
    }

    /** Lets everything happen that is going to, with all sinks as quick as can be. */
    void settle() throws WireException {
        for (int i = 0; i < PATIENCE; i++) {
            for (var device : devices.values()) {
                if (device.alive()) {
                    device.lazy = false;
                    device.flush();
                    device.pumpNow();
                    device.readAll();
                    device.acknowledge(Integer.MAX_VALUE);
                }
            }
            balanced();
            if (devices.values().stream().allMatch(device -> device.unread() == 0)) {
                return;
            }
        }
        throw new AssertionError("no end of it");
    }

    FakeDevice get(String id) {
        return Objects.requireNonNull(devices.get(id));
    }
}
