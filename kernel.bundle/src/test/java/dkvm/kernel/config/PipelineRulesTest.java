// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.sdk.event.StreamKind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PipelineRulesTest {
    private static final String DEVICES = """
            version: 1
            devices:
              k: {type: dummy-keyboard-source, config: {file: a}}
              k2: {type: dummy-keyboard-source, config: {file: a}}
              s: {type: dummy-keyboard-sink, config: {file: a}}
              s2: {type: dummy-keyboard-sink, config: {file: a}}
              d: {type: dummy-display-source}
              w: {type: dummy-display-sink, config: {directory: a}}
              x: {type: switch}
              y: {type: merger}
              u: {type: webcam}
            pipelines:
            """;

    /** The errors of a pipeline in line 13 of a file. */
    private static List<String> wrong(String pipelines) {
        return TestTypes.findings(DEVICES + pipelines).stream().filter(line -> !line.contains("webcam")).toList();
    }

    private static PipelineEntry read(String pipeline) {
        var checked = TestTypes.read(DEVICES + pipeline);
        return checked.desk().orElseThrow(() -> new AssertionError(TestTypes.lines(checked))).pipelines().getFirst();
    }

    @Test
    void linksListsAllToAll() {
        assertThat(read("  p: {from: [k, k2], to: [s, s2.keys, x.a], overflow: block, capacity: 16}")).isEqualTo(
                new PipelineEntry("p",
                        List.of(new LinkEntry("k", "keys", "s", "keys"), new LinkEntry("k", "keys", "s2", "keys"),
                                new LinkEntry("k", "keys", "x", "a"), new LinkEntry("k2", "keys", "s", "keys"),
                                new LinkEntry("k2", "keys", "s2", "keys"), new LinkEntry("k2", "keys", "x", "a")),
                        Optional.of(Overflow.BLOCK), OptionalInt.of(16)));
    }

    @Test
    void takesWhatIsWrittenOfADeviceWithUnknownPorts() {
        assertThat(read("  p: {from: [u, u.peer.keys], to: s}").links()).containsExactly(
                new LinkEntry("u", "", "s", "keys"), new LinkEntry("u", "peer.keys", "s", "keys"));
    }

    @Test
    void wantsThePortOfADeviceWithSeveral() {
        assertThat(wrong("  p: {from: x, to: s}")).containsExactly(
                "13:13 error \"x\" has several outputs; name one: x.a, x.b");
        assertThat(wrong("  p: {from: x.c, to: x}")).containsExactly(
                "13:13 error \"x\" gives out no port \"c\"; there are a, b",
                "13:22 error \"x\" has several inputs; name one: x.a, x.b");
        assertThat(wrong("  p: {from: x.a, to: x.b}")).singleElement().asString()
                .startsWith("13:22 error keyboard cannot go to pointer (x.a to x.b)");
        assertThat(wrong("  p: {from: x., to: s.}")).hasSize(2).allMatch(l -> l.contains("DEVICE or DEVICE.PORT"));
    }

    @Test
    void wantsBothEnds() {
        assertThat(wrong("  p: {}")).containsExactly("13:3 error pipeline \"p\" lacks required \"from\"; add it",
                "13:3 error pipeline \"p\" lacks required \"to\"; add it");
        assertThat(wrong("  p: {from: [], to: s}")).containsExactly(
                "13:13 error \"from\" names no device; name one, or remove the pipeline");
        assertThat(wrong("  p: {from: {k: s}, to: [[s], ~]}")).hasSize(3)
                .allMatch(line -> line.contains("text expected"));
    }

    @Test
    void findsTheSameLinkWhereverItIsWritten() {
        assertThat(wrong("  p: {from: k, to: [s, s.keys]}")).containsExactly(
                "13:24 error the same link k.keys to s.keys is already in pipeline \"p\"; remove one of them");
        assertThat(wrong("  p: {from: [k, k.keys], to: s}")).containsExactly(
                "13:30 error the same link k.keys to s.keys is already in pipeline \"p\"; remove one of them");
    }

    /** The wire allows one link from an output to one device, ADR 5. */
    @Test
    void linksAnOutputToOneInputOfADeviceOnly() {
        var rest = "and an output can go to one input of a device only; remove one of the two links, "
                + "or link this one to a device of its own";
        assertThat(wrong("  p: {from: k, to: [y.a, y.b]}")).containsExactly(
                "13:26 error k.keys goes to y.a already, in pipeline \"p\", " + rest);
        assertThat(wrong("  p: {from: k, to: y.a}\n  q:\n    from: [k2, k]\n    to:\n      - y.b\n"))
                .containsExactly("17:9 error k.keys goes to y.a already, in pipeline \"p\", " + rest);
        // Whichever ports they turn out to be, they are ports of one device.
        assertThat(wrong("  p: {from: k, to: [u, u.keys]}")).containsExactly(
                "13:24 error k.keys goes to u already, in pipeline \"p\", " + rest);
        assertThat(wrong("  p: {from: [k, k2], to: y.a}")).isEmpty();
        assertThat(wrong("  p: {from: k, to: [y.a, s, s2]}")).isEmpty();
        assertThat(wrong("  p: {from: k, to: y.a}\n  q: {from: k2, to: y.b}")).isEmpty();
    }

    @Test
    void checksOverflowAndCapacityAgainstTheKind() {
        assertThat(wrong("  p: {from: d, to: w, overflow: drop-newst}")).singleElement().asString()
                .contains("did you mean \"drop-newest\"");
        assertThat(wrong("  p: {from: d, to: w, overflow: drop-oldest}")).containsExactly(
                "13:33 error display links cannot have overflow drop-oldest; use latest or block or drop-newest");
        assertThat(wrong("  p: {from: d, to: w, capacity: 3}")).singleElement().asString()
                .startsWith("13:33 error overflow latest keeps one display frame");
        assertThat(wrong("  p: {from: d, to: w, capacity: 3, overflow: block}")).isEmpty();
        assertThat(wrong("  p: {from: k, to: s, capacity: 0}")).singleElement().asString().contains("must be 1 to");
        assertThat(wrong("  p: {from: u, to: s, overflow: latest}")).singleElement().asString().contains("keyboard");
        assertThat(wrong("  p: {from: u, to: u, overflow: latest}")).isEmpty();
    }

    @Test
    void hasTheDefaultsOfTheContract() {
        assertThat(Overflow.defaultOf(StreamKind.KEYBOARD)).isEqualTo(Overflow.BLOCK);
        assertThat(Overflow.defaultOf(StreamKind.POINTER)).isEqualTo(Overflow.COALESCE);
        assertThat(Overflow.defaultOf(StreamKind.DISPLAY)).isEqualTo(Overflow.LATEST);
        assertThat(Overflow.defaultOf(StreamKind.AUDIO)).isEqualTo(Overflow.DROP_OLDEST);
        assertThat(Overflow.defaultOf(StreamKind.DATA)).isEqualTo(Overflow.BLOCK);
        assertThat(List.of(StreamKind.values()).stream().map(Overflow::defaultCapacity)).containsExactly(4096, 256, 1,
                6,
                64);
    }

    @ParameterizedTest
    @EnumSource(Overflow.class)
    void readsEveryOverflowByItsId(Overflow overflow) {
        assertThat(Overflow.of(overflow.id())).contains(overflow);
    }
}
