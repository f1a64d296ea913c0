// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import dkvm.kernel.config.Overflow;
import dkvm.kernel.config.SlotCount;
import dkvm.kernel.config.SlotCount.Reader;
import dkvm.kernel.memory.Ledger.Outcome;
import dkvm.sdk.event.StreamKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** An output with its pools and readers, played as the kernel would, without processes: all act at random. */
final class SimulatedPort {
    /**
     * What is played.
     *
     * @param kind what the output carries
     * @param rules how its links overflow
     * @param links at most how many there are at first
     * @param relinks whether links come and go
     * @param missing how many slots there are too few
     */
    record Play(StreamKind kind, List<Overflow> rules, int links, boolean relinks, int missing) {}

    private static final int MAX_READERS = 6;

    private final Ledger ledger = new Ledger();
    private final Holder producer = new Holder("source", "process");
    private final Holder kept = new Holder("kernel", "newest");
    private final List<SimulatedReader> readers = new ArrayList<>();
    private final List<SlotRef> grants = new ArrayList<>();
    private final Random random;
    private final Play play;
    private final StreamKind kind;
    /** How many of a thousand steps are releases: now and then readers keep all they may. */
    private int releases;
    private int pools;
    private long slots;
    private @Nullable SlotRef newest;
    private long delivered;

    SimulatedPort(Random random, Play play) {
        this.random = random;
        this.play = play;
        kind = play.kind();
        for (int links = 1 + random.nextInt(play.links()); links > 0; links--) {
            readers.add(reader());
        }
        grow();
        regrant();
    }

    private SimulatedReader reader() {
        var overflow = play.rules().get(random.nextInt(play.rules().size()));
        int depth = overflow == Overflow.LATEST ? 1 : 1 + random.nextInt(kind == StreamKind.DISPLAY ? 3 : 8);
        return new SimulatedReader(ledger, new Reader(1 + random.nextInt(4), overflow, depth));
    }

    int ahead() {
        return SlotCount.ahead(kind);
    }

    long delivered() {
        return delivered;
    }

    /** Takes so many steps; answers the fewest grants that the producer had in hand behind any of them. */
    int run(int steps) {
        int fewest = ahead();
        for (int step = 0; step < steps; step++) {
            step();
            regrant();
            fewest = Math.min(fewest, grants.size());
        }
        return fewest;
    }

    private void step() {
        if (random.nextInt(50) == 0) {
            releases = random.nextInt(200);
        }
        int dice = random.nextInt(1000);
        var reader = readers.get(random.nextInt(readers.size()));
        if (dice < releases) {
            reader.release(random);
        } else if (dice < 550) {
            publish();
        } else if (dice < 950) {
            delivered += reader.deliver() ? 1 : 0;
        } else if (dice < 965) {
            reader.retain(random);
        } else if (dice < 980) {
            reader.restart(newest, kept);
        } else if (play.relinks()) {
            relink(reader);
        }
    }

    private void relink(SimulatedReader reader) {
        if (random.nextBoolean() && readers.size() > 1) {
            reader.restart(null, kept);
            readers.remove(reader);
        } else if (readers.size() < MAX_READERS) {
            readers.add(reader());
            grow();
            readers.getLast().restart(newest, kept);
        }
    }

    /** What is missing by the rule, comes as a pool of its own. */
    private void grow() {
        long needed = SlotCount.of(kind, readers.stream().map(SimulatedReader::link).toList()) - play.missing();
        if (needed > slots) {
            ledger.add(++pools, (int) (needed - slots));
            slots = needed;
        }
    }

    private void regrant() {
        for (int pool = 1; pool <= pools && grants.size() < ahead(); pool++) {
            var grant = ledger.grant(pool, producer, 0);
            while (grant != null) {
                grants.add(grant);
                grant = grants.size() < ahead() ? ledger.grant(pool, producer, 0) : null;
            }
        }
    }

    /** As the routing thread does it; links that block hold the credit back while one of their queues is full. */
    private void publish() {
        if (grants.isEmpty() || readers.stream().anyMatch(SimulatedReader::blocks)) {
            return;
        }
        var ref = grants.remove(random.nextInt(grants.size()));
        var takers = readers.stream().filter(SimulatedReader::takes).toList();
        var consumers = new ArrayList<>(takers.stream().map(SimulatedReader::queue).toList());
        consumers.add(kept);
        if (ledger.publish(ref, producer, consumers, 0) != Outcome.OK) {
            throw new AssertionError(ref + " could not be published");
        }
        takers.forEach(taker -> taker.add(ref));
        if (newest != null) {
            ledger.release(newest, kept);
        }
        newest = ref;
    }

    @Override
    public String toString() {
        return kind + " of " + slots + " slots in " + pools + " pools, read by "
                + readers.stream().map(SimulatedReader::link).toList();
    }
}
