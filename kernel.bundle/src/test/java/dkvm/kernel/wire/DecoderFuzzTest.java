// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.wire;

import dkvm.kernel.memory.TestMemory;
import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.config.LinkEntry;
import dkvm.kernel.config.PipelineEntry;
import dkvm.kernel.pipeline.Attachment;
import dkvm.kernel.pipeline.Graph;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.testing.Mutator;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A device that says what is nearly the protocol: it is understood, or is a fault in words. Nothing else is hurt, and
 * nothing is kept of it.
 */
@Isolated("it measures the heap")
class DecoderFuzzTest {
    private static final int MUTATED = 1_000_000;
    private static final Port OUT = Port.out("keys", StreamKind.KEYBOARD);
    private static final Port IN = Port.in("keys", StreamKind.KEYBOARD);
    private static final long MEBIBYTE = 1 << 20;

    private final long seed = Long.getLong("dkvm.fuzz.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Mutator mutator = new Mutator(random, 3);
    private final Graph graph = new Graph(TestMemory.none());
    private final List<Long> heard = new ArrayList<>();
    private final PlayedSink paper = new PlayedSink(true, this::onPaper);
    private final PlayedSink fuzzed = new PlayedSink(false, _ -> {});
    private final Attachment good;
    /** How often each kind of fault was found. */
    private final Map<String, Integer> faults = new TreeMap<>();
    private int mutated;
    private int sessions;
    private long sent;

    DecoderFuzzTest() {
        graph.ports("good", List.of(OUT));
        graph.ports("paper", List.of(IN));
        graph.ports("fuzzed", List.of(OUT, IN));
        for (var link : List.of("good.keys>paper.keys", "good.keys>fuzzed.keys", "fuzzed.keys>paper.keys")) {
            graph.pipeline(new PipelineEntry(link, List.of(LinkEntry.parse(link)), Optional.empty(),
                    OptionalInt.empty()));
        }
        paper.draws(graph.attach("paper", paper, TestMemory.tenant("paper"), false));
        graph.opened("paper");
        good = graph.attach("good", new PlayedSink(false, _ -> {}), TestMemory.tenant("good"), false);
    }

    @Test
    @Timeout(300)
    void survivesAndNamesTheFault() throws WireException {
        fuzz(MUTATED / 20);
    }

    @Test
    @Tag("soak")
    void survivesAMillion() throws WireException {
        fuzz(MUTATED);
    }

    private void fuzz(int count) throws WireException {
        long begin = System.nanoTime();
        long usedEarly = 0;
        while (mutated < count) {
            if (usedEarly == 0 && mutated > count / 4) {
                usedEarly = used();
            }
            session();
        }
        long grown = used() - usedEarly;
        System.out.printf("kernel's decoder: %d mutated messages in %d sessions, seed %d, %d ms, heap %+d KiB, %s%n",
                mutated, sessions, seed, (System.nanoTime() - begin) / 1_000_000, grown / 1024, faults);
        assertThat(grown).as("seed %d", seed).isLessThan(8 * MEBIBYTE);
        assertThat(faults.keySet()).hasSizeGreaterThan(6);
    }

    private void session() throws WireException {
        sessions++;
        var device = new FuzzedDevice(graph, fuzzed, random, mutator);
        othersGoOn();
        try {
            device.reader().run();
        } catch (RuntimeException | Error e) {
            throw new AssertionError("session " + sessions + " of seed " + seed, e);
        }
        mutated += device.mutated();
        assertThat(device.over).isTrue();
        var fault = device.fault;
        if (fault != null) {
            faults.merge(fault.replaceAll("-?[0-9]+", "N").replaceAll("(message:).*", "$1 …"), 1, Integer::sum);
        }
        othersGoOn();
        graph.gone("fuzzed");
    }

    /** A good device's events still arrive, whatever the other one does. */
    private void othersGoOn() throws WireException {
        sent++;
        int stream = good.streams().getFirst().getStream();
        var message = Mutator.framed(Envelope.newBuilder().setEvent(
                Event.newBuilder().setStream(stream).setSeq(sent).setOrigin(1).setText(Text.newBuilder().setText("g")))
                .build().toByteArray());
        heard.clear();
        good.source().event(stream, sent, Event.TEXT_FIELD_NUMBER, 0, false, message, 0, message.length);
        good.source().flush();
        assertThat(heard).as("session %d of seed %d", sessions, seed).containsExactly(sent);
    }

    private void onPaper(Event event) {
        if (event.getStream() == good.streams().getFirst().getStream()) {
            heard.add(event.getSeq());
        }
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
