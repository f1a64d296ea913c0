// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.config.Overflow;
import dkvm.kernel.pipeline.FakeDevice.Out;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.EndReason;
import dkvm.sdk.wire.v1.Event;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Invariants 9 and 13: whatever happens, no event is unaccounted for, doubled or reordered, down and up alternate at
 * every sink process, nothing is down once all has ended, and no source waits for credit once its sinks took all.
 */
@Execution(ExecutionMode.CONCURRENT)
class DeliveryInvariantTest {
    private static final int STEPS = 40_000;
    private static final List<String> IDS = List.of("ann", "bob", "mix", "pen", "log");
    private static final List<String> SOURCES = List.of("ann", "bob", "mix");
    private static final List<String> SINKS = List.of("mix", "pen", "log");
    private static final int[] CAPACITIES = {1, 2, 7, 64, 4096};
    private static final int USAGES = 6;
    private static final int FIRST_USAGE = 0x70004;

    private final FakeDesk desk = new FakeDesk();
    private final Set<String> stopped = new HashSet<>();
    private Random random = new Random();

    @Test
    void nothingIsLostUncountedDoubledOrLeftDown() throws WireException {
        play(System.nanoTime(), STEPS);
    }

    @Test
    @Tag("soak")
    void nothingIsLostUncountedDoubledOrLeftDownInALongRun() throws WireException {
        play(System.nanoTime(), 20 * STEPS);
    }

    private void play(long seed, int steps) throws WireException {
        random = new Random(seed);
        int step = 0;
        try {
            for (var id : IDS) {
                desk.device(id, Port.out("keys", StreamKind.KEYBOARD), Port.out("data", StreamKind.DATA),
                        Port.in("keys", StreamKind.KEYBOARD), Port.in("data", StreamKind.DATA));
            }
            while (step++ < steps) {
                step();
                desk.balanced();
            }
            end();
        } catch (AssertionError | RuntimeException | WireException e) {
            throw new AssertionError("seed " + seed + ", step " + step + ": " + e.getMessage(), e);
        }
    }

    private void step() throws WireException {
        int dice = random.nextInt(2000);
        if (dice < 900) {
            produce(device(SOURCES));
        } else if (dice < 1300) {
            device(SINKS).read(random.nextInt(40));
        } else if (dice < 1600) {
            acknowledge(device(SINKS));
        } else if (dice < 1700) {
            write(device(IDS));
        } else if (dice < 1800) {
            look();
        } else if (dice < 1860) {
            start(device(IDS));
        } else if (dice < 1890) {
            device(IDS).die();
        } else if (dice < 1905) {
            device(IDS).hold();
        } else if (dice < 1915) {
            stop(device(IDS));
        } else if (dice < 1925) {
            endOne(device(SOURCES));
        } else if (dice < 1985) {
            relink();
        } else if (dice < 1987) {
            calm();
        } else if (dice < 1994) {
            handOver(device(IDS));
        } else {
            desk.get("pen").lazy = random.nextBoolean();
        }
    }

    private FakeDevice device(List<String> of) {
        return desk.get(of.get(random.nextInt(of.size())));
    }

    private void produce(FakeDevice device) throws WireException {
        if (!device.active()) {
            return;
        }
        device.read(random.nextInt(4));
        var outs = List.copyOf(device.outs.values());
        var out = outs.get(random.nextInt(outs.size()));
        int burst = 1 + random.nextInt(20);
        while (burst-- > 0 && event(device, out)) {
            desk.balanced();
        }
        if (random.nextInt(5) > 0) {
            device.flush();
        }
    }

    private boolean event(FakeDevice device, Out out) throws WireException {
        if (out.opened.getPort().equals("data")) {
            return device.data(out, random.nextInt(100) == 0 ? random.nextInt(60_000) : random.nextInt(100));
        }
        int usage = FIRST_USAGE + random.nextInt(USAGES);
        boolean press = random.nextBoolean();
        return switch (random.nextInt(50)) {
            case 0 -> device.text(out, random.nextInt(65_000));
            case 1, 2, 3 -> device.text(out, random.nextInt(30));
            case 4, 5, 6 -> device.sendEvent(out, Encoded.keyOfTheFuture(out.number(), out.seq + 1, usage, press),
                    Event.KEY_FIELD_NUMBER, usage, press);
            default -> device.key(out, usage, press);
        };
    }

    private void acknowledge(FakeDevice device) throws WireException {
        if (device.active()) {
            device.acknowledge(random.nextInt(30));
        }
    }

    private static void write(FakeDevice device) {
        if (device.active()) {
            device.pumpNow();
        }
    }

    private void look() {
        desk.look(Duration.ofMillis(switch (random.nextInt(10)) {
            case 0 -> 2100;
            case 1 -> 300;
            default -> 20;
        }));
    }

    private void start(FakeDevice device) {
        if (!device.alive()) {
            attach(device);
        } else if (!device.active()) {
            device.activated();
        }
    }

    /** What was stopped does not go on. */
    private void attach(FakeDevice device) {
        device.attach(!stopped.remove(device.id) && random.nextBoolean());
    }

    private void stop(FakeDevice device) {
        device.hold();
        device.die();
        desk.graph.ended(device.id, EndReason.STOPPED);
        stopped.add(device.id);
    }

    /** Of what happens in a hand-over nothing is lost, held or not, whoever fails before it did anything. */
    private void handOver(FakeDevice device) throws WireException {
        if (!device.active()) {
            return;
        }
        long lost = lost(device.id);
        device.handOver(random.nextInt(5) > 0);
        if (random.nextBoolean()) {
            produce(device(SOURCES));
            look();
        }
        if (random.nextInt(3) == 0) {
            device.fallBack();
        }
        device.activated();
        assertThat(lost(device.id)).as("what is lost in the hand-over of %s", device.id).isEqualTo(lost);
    }

    private long lost(String id) {
        return desk.graph.status().stream().filter(link -> link.to().startsWith(id + "."))
                .mapToLong(link -> link.dropped().get("lost")).sum();
    }

    private void endOne(FakeDevice device) throws WireException {
        if (device.active()) {
            for (var out : device.outs.values()) {
                if (!out.ended) {
                    device.end(out);
                    return;
                }
            }
        }
    }

    private void relink() {
        var from = device(SOURCES).id;
        var to = device(SINKS).id;
        var port = random.nextBoolean() ? "keys" : "data";
        if (random.nextInt(4) == 0) {
            desk.unlink(from, to, port);
            return;
        }
        var allowed = port.equals("keys")
                ? List.of(Overflow.BLOCK)
                : List.of(Overflow.BLOCK, Overflow.DROP_NEWEST, Overflow.DROP_OLDEST);
        desk.link(from, to, port, Optional.of(allowed.get(random.nextInt(allowed.size()))),
                OptionalInt.of(CAPACITIES[random.nextInt(CAPACITIES.length)]));
    }

    /** All run, take all and say so: then no source may be left waiting, and no link be other than UP. */
    private void calm() throws WireException {
        desk.settle();
        for (var device : desk.devices.values()) {
            if (!device.alive()) {
                attach(device);
            }
            if (!device.active()) {
                device.activated();
            }
            desk.graph.opened(device.id);
        }
        desk.settle();
        desk.look(Duration.ofMillis(20));
        desk.look(Duration.ofMillis(20));
        desk.settle();
        for (var device : desk.devices.values()) {
            assertThat(device.outs.values()).filteredOn(out -> !out.ended)
                    .as("outputs of %s that may send", device.id).allMatch(Out::free);
        }
        assertThat(desk.graph.status()).allMatch(link -> link.state().equals("UP"))
                .allMatch(link -> link.queued() == 0 && link.inFlight() == 0);
    }

    private void end() throws WireException {
        calm();
        for (var device : desk.devices.values()) {
            for (var out : device.outs.values()) {
                if (!out.ended) {
                    device.end(out);
                }
            }
        }
        calm();
        assertThat(desk.graph.status()).allMatch(link -> link.ended() && link.sourceEnded());
        assertThat(desk.devices.values()).allMatch(device -> device.down().isEmpty());
    }
}
