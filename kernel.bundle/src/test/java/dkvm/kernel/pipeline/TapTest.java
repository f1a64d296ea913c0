// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dkvm.sdk.bridge.Direction;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TapTest {
    private final FakeDesk desk = new FakeDesk();
    private final GraphProbe probe = new GraphProbe(desk.graph);
    private final FakeDevice source = desk.device("a", Port.out("keys", StreamKind.KEYBOARD));
    private final FakeDevice sink = desk.device("b", Port.in("keys", StreamKind.KEYBOARD));

    private void begin() {
        source.run(false);
        sink.run(false);
        desk.link("a", "b");
        source.readAll();
    }

    private void type(int... usages) throws WireException {
        for (int usage : usages) {
            assertThat(source.key(source.out(), Math.abs(usage), usage > 0)).isTrue();
        }
        source.flush();
    }

    /** All that has passed, as {@code +usage} and {@code -usage}. */
    private static List<String> passed(Tap tap) throws InterruptedException {
        return all(tap).stream().map(passed -> passed.event().orElseThrow().getKey())
                .map(key -> (key.getStateValue() == 1 ? "+" : "-") + key.getUsage()).toList();
    }

    private static List<Tap.Passed> all(Tap tap) throws InterruptedException {
        var all = new ArrayList<Tap.Passed>();
        var next = tap.next(Duration.ZERO);
        while (next.isPresent()) {
            all.add(next.get());
            next = tap.next(Duration.ZERO);
        }
        return all;
    }

    @Test
    void showsWhatPassesWhileItIsOpen() throws Exception {
        begin();
        type(4);
        var tap = probe.tap("a", Optional.empty());
        type(-4, 5);
        type(-5);
        assertThat(passed(tap)).containsExactly("-4", "+5", "-5");
        tap.close();
        type(6);
        assertThat(passed(tap)).isEmpty();
        desk.settle();
        assertThat(desk.status("a", "b").out()).isEqualTo(5);
    }

    @Test
    void anInputShowsWhatItsDeviceIsTold() throws Exception {
        begin();
        var tap = probe.tap("b.keys", Optional.empty());
        type(4, 5);
        desk.settle();
        source.die();
        desk.settle();
        assertThat(passed(tap)).as("with what the guard releases").containsExactlyInAnyOrder("+4", "+5", "-4", "-5");
    }

    @Test
    void itStaysOpenWhenItsDeviceIsStartedAnew() throws Exception {
        begin();
        var tap = probe.tap("a.keys", Optional.of(Direction.OUT));
        type(4, -4);
        source.die();
        source.run(true);
        source.readAll();
        type(5, -5);
        assertThat(passed(tap)).containsExactly("+4", "-4", "+5", "-5");
    }

    @Test
    void whoDoesNotReadMissesEventsAndNobodyElseDoes() throws Exception {
        begin();
        var tap = probe.tap("a", Optional.empty());
        var quick = probe.tap("a", Optional.empty());
        long sent = 0;
        for (int i = 0; i < 300; i++) {
            assertThat(source.text(source.out(), 4000)).isTrue();
            sent++;
            source.flush();
            desk.settle();
            assertThat(quick.next(Duration.ZERO)).isPresent();
        }
        assertThat(quick.missed()).isZero();
        long seen = 0;
        while (tap.next(Duration.ZERO).filter(passed -> passed.missed() == 0).isPresent()) {
            seen++;
        }
        assertThat(seen).isBetween(100L, 131L);
        assertThat(tap.missed()).isEqualTo(sent - seen);
        assertThat(tap.missed()).as("told once").isZero();
        type(4);
        assertThat(tap.next(Duration.ZERO).orElseThrow().missed()).isZero();
        assertThat(desk.status("a", "b").in()).isEqualTo(sent + 1);
    }

    @Test
    void whatWasMissedIsToldWithWhatCameBehindIt() throws Exception {
        begin();
        var tap = probe.tap("a", Optional.empty());
        for (int i = 0; i < 200; i++) {
            assertThat(source.text(source.out(), 4000)).isTrue();
            source.flush();
            desk.settle();
        }
        for (int i = 0; i < 50; i++) {
            assertThat(tap.next(Duration.ZERO).orElseThrow().missed()).isZero();
        }
        type(7);
        var rest = all(tap);
        assertThat(rest).allMatch(passed -> passed.missed() > 0 == passed.event().orElseThrow().hasKey());
        assertThat(rest.getLast().missed()).isBetween(68L, 100L);
    }

    @Test
    void whatNobodyCanReadIsShownByItsLength() throws Exception {
        begin();
        var tap = probe.tap("a", Optional.empty());
        byte[] broken = Encoded.text(source.out().number(), source.out().seq + 1, 3);
        broken[broken.length - 1] = (byte) 0xff;
        assertThat(source.sendEvent(source.out(), broken, Event.TEXT_FIELD_NUMBER, 0, false)).isTrue();
        var passed = tap.next(Duration.ZERO).orElseThrow();
        assertThat(passed.event()).isEmpty();
        assertThat(passed.bytes()).isEqualTo(broken.length);
    }

    @Test
    void aPortIsNamedAsFarAsThatIsNeeded() {
        desk.device("hub", Port.out("keys", StreamKind.KEYBOARD), Port.in("keys", StreamKind.KEYBOARD),
                Port.in("data", StreamKind.DATA));
        probe.tap("a", Optional.empty()).close();
        probe.tap("hub.keys", Optional.of(Direction.IN)).close();
        probe.tap("hub", Optional.of(Direction.OUT)).close();
        refuses("hub", Optional.empty(), "has several ports; there are keys, data");
        refuses("hub.keys", Optional.empty(), "is an output and an input; say which with --out or --in");
        refuses("hub.video", Optional.empty(), "is no port; there are keys, data");
        refuses("a", Optional.of(Direction.IN), "is no port of that direction");
        refuses("hup", Optional.empty(),
                "there is no device \"hup\", or nobody knows its ports yet; did you mean \"hub\"");
    }

    private void refuses(String end, Optional<Direction> direction, String words) {
        assertThatThrownBy(() -> probe.tap(end, direction)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }
}
