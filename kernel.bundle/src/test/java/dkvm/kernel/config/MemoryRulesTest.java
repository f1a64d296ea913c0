// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.config.SlotCount.Reader;
import dkvm.sdk.bridge.DeviceFacts;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.config.Options;
import dkvm.sdk.event.StreamKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The sums of shared memory: slots = granted ahead + what is held + what is queued. */
class MemoryRulesTest {
    private static final long MIB = 1 << 20;
    private static final DeviceTypes TYPES = DeviceTypes.of(List.of(
            TestTypes.type("camera", new Camera(MIB),
                    OptionSpec.of("n", OptionSpec.Type.NUMBER, OptionSpec.Format.NONE, false).withDefault("1")),
            TestTypes.type("giant", new Camera(Long.MAX_VALUE)), //
            TestTypes.type("screen", new Screen(5)), TestTypes.type("usual", new Screen(0))));

    /** Makes pictures of one size. */
    record Camera(long bytes) implements DeviceFacts {
        @Override
        public List<Port> ports(Options options) {
            return List.of(Port.out("video", StreamKind.DISPLAY));
        }

        @Override
        public OptionalLong slotBytes(Options options, String output) {
            if (options.has("n") && options.number("n") == 0) {
                throw new IllegalStateException("nobody knows");
            }
            return OptionalLong.of(bytes);
        }
    }

    /** Keeps pictures; 0: as many as is usual. */
    record Screen(int held) implements DeviceFacts {
        @Override
        public List<Port> ports(Options options) {
            return List.of(Port.in("video", StreamKind.DISPLAY, held));
        }
    }

    private static Checked read(String text, long limit) {
        return new DeskReader(TYPES, Map.of(), limit).read(Path.of("/desk/desk.yaml"), text, false);
    }

    @Test
    void countsTheDeepestQueueWhileAllLinksGiveUpTheirOldest() {
        assertThat(SlotCount.of(StreamKind.DISPLAY, List.of(new Reader(2, Overflow.LATEST, 1)))).isEqualTo(3 + 2 + 1);
        assertThat(SlotCount.of(StreamKind.AUDIO,
                List.of(new Reader(4, Overflow.DROP_OLDEST, 6), new Reader(4, Overflow.DROP_OLDEST, 20))))
                .isEqualTo(4 + 8 + 20);
    }

    @Test
    void addsUpTheQueuesAsSoonAsOneOfThemKeepsWhatItHas() {
        assertThat(SlotCount.of(StreamKind.DISPLAY,
                List.of(new Reader(2, Overflow.LATEST, 1), new Reader(3, Overflow.BLOCK, 4))))
                .isEqualTo(3 + 5 + (1 + 4 + 1));
        assertThat(SlotCount.of(StreamKind.AUDIO, List.of(new Reader(1, Overflow.DROP_NEWEST, 2))))
                .isEqualTo(4 + 1 + 3);
    }

    @Test
    void saysWhatEachOutputWithLinksNeeds() {
        var checked = read("""
                version: 1
                devices:
                  c: {type: camera}
                  off: {type: camera, enabled: false}
                  alone: {type: camera}
                  s: {type: screen}
                  u: {type: usual}
                pipelines:
                  p: {from: [c, off], to: s}
                  q: {from: c, to: u, overflow: block, capacity: 3}
                """, 100 * MIB);
        assertThat(TestTypes.lines(checked)).isEmpty();
        assertThat(checked.memory()).containsExactly(new PortMemory("c", "video", MIB, 3 + (5 + 2) + (1 + 3 + 1)));
        assertThat(checked.memory().getFirst().text()).isEqualTo("c.video 15MiB (15 slots of 1MiB)");
    }

    @Test
    void refusesWhatDoesNotFitAndStatesTheSum() {
        var text = """
                version: 1
                devices:
                  c: {type: camera, memory: {limit: 8MiB}}
                  s: {type: screen}
                pipelines:
                  p: {from: c, to: s}
                """;
        assertThat(TestTypes.lines(read(text, 9 * MIB - 1))).containsExactly(
                "1:1 error the pools need 9437184 bytes of shared memory, more than the limit of 9437183 bytes: "
                        + "c.video 9MiB (9 slots of 1MiB); raise memory: {limit: …}, or use smaller or fewer streams",
                "3:37 error the pools of \"c\" need 9MiB of shared memory, more than the limit of 8MiB: c.video 9MiB "
                        + "(9 slots of 1MiB); raise that limit");
        assertThat(TestTypes.lines(read(text.replace("8MiB", "9MiB"), 9 * MIB))).isEmpty();
        assertThat(TestTypes.lines(read(text.replace("{type: camera", "{type: giant"), Long.MAX_VALUE)))
                .singleElement().asString().startsWith("3:36 error the pools of \"c\" need 8388608TiB");
    }

    @Test
    void blamesTheBundleForFactsThatFail() {
        assertThat(TestTypes.lines(read("""
                version: 1
                devices:
                  c: {type: camera, config: {n: 0}}
                  s: {type: screen}
                pipelines:
                  p: {from: c, to: s}
                """, MIB))).containsExactly(
                "3:3 error bundle dkvm.test 1.0.0 cannot say what memory this needs: nobody knows; tell its author");
    }

    @Test
    void takesAQuarterOfTheMachineByDefault() {
        assertThat(PhysicalMemory.defaultLimit("MemTotal:        4096 kB\n")).isEqualTo(MIB);
        assertThat(PhysicalMemory.defaultLimit("MemTotal:       65842000 kB\n")).isEqualTo(2048 * MIB);
        assertThat(PhysicalMemory.defaultLimit("?")).isEqualTo(2048 * MIB);
        assertThat(PhysicalMemory.defaultLimit()).isBetween(1L, 2048 * MIB);
    }

    @Test
    void writesBytesAsPeopleReadThem() {
        assertThat(List.of(0L, 1023L, 1536L, 33_177_600L, 3 * (MIB << 10))).extracting(PortMemory::about)
                .containsExactly("0B", "1023B", "1.5KiB", "31.6MiB", "3GiB");
        assertThat(List.of(MIB - 52, MIB - 51, MIB - 41, MIB - 1, (MIB << 10) - 1, Long.MAX_VALUE))
                .extracting(PortMemory::about)
                .containsExactly("1023.9KiB", "1MiB", "1MiB", "1MiB", "1GiB", "8388608TiB");
    }
}
