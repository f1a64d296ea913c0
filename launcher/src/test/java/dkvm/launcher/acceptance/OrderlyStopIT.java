// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.Isolated;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a kernel is asked to stop: it exits 0 within 5 s, its files are whole, and no key stays down in them. */
@Timeout(120)
@Isolated("it measures how long a stop takes")
class OrderlyStopIT {
    /** Ctrl, Shift and A go down; for a long time nothing happens then. */
    private static final List<Stroke> HELD = List.of(Stroke.down(29), Stroke.down(42), Stroke.down(30));
    private static final int CTRL_C = 3;
    /** The exit code of whatever a SIGINT ends. */
    private static final int INTERRUPTED = 130;

    @RegisterExtension
    final Lab lab = new Lab();

    private Path holdingDesk(String more) throws Exception {
        var lines = new StringBuilder("# EVEMU 1.3\n");
        HELD.forEach(stroke -> Stroke.event(lines, 0, Integer.parseInt(stroke.key()), 1));
        HELD.forEach(stroke -> Stroke.event(lines, 1_000_000_000, Integer.parseInt(stroke.key()), 0));
        lab.write("input.evemu", lines.toString());
        return lab.desk("""
                devices:
                  keys: {type: dummy-keyboard-source, config: {file: input.evemu}}
                  evemu: {type: dummy-keyboard-sink, config: {file: out.evemu}}
                  jsonl: {type: dummy-keyboard-sink, config: {file: out.jsonl}}
                %spipelines:
                  typing: {from: keys, to: [evemu, jsonl]}
                """.formatted(more));
    }

    private void awaitKeysHeld() {
        for (var file : List.of("out.evemu", "out.jsonl")) {
            Await.until("three keys down in " + file, () -> Files.exists(lab.file(file))
                    && Stroke.read(lab.file(file)).size() == HELD.size());
        }
    }

    private void assertReleased() throws Exception {
        for (var file : List.of("out.evemu", "out.jsonl")) {
            var strokes = Stroke.read(lab.file(file));
            assertThat(strokes).as(file).hasSize(2 * HELD.size());
            assertThat(Stroke.held(strokes)).as(file).isEmpty();
            assertThat(Files.readString(lab.file(file))).as(file).endsWith("\n");
        }
        assertThat(Stroke.read(lab.file("out.evemu"))).startsWith(HELD.toArray(Stroke[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "ctl shutdown"})
    void stopsInOrder(String way) throws Exception {
        var kernel = lab.start(holdingDesk(""));
        awaitKeysHeld();
        long asked = System.nanoTime();

        if (way.startsWith("ctl")) {
            var ctl = lab.inProcess("ctl", "--home", lab.home(), "shutdown");
            assertThat(ctl.code()).as(ctl.err()).isZero();
        } else {
            kernel.signal(way);
        }

        assertThat(kernel.awaitExit(Lab.STOP.minusNanos(System.nanoTime() - asked))).isZero();
        assertReleased();
        assertThat(kernel.log()).doesNotContain(" WARN ", " ERROR ", "signal");
        assertThat(lab.home().resolve("kernel.json")).doesNotExist();
        assertThat(lab.home().resolve("devices")).isEmptyDirectory();
    }

    @Test
    void aSecondInterruptEndsItAtOnce() throws Exception {
        // Each takes the better part of a second, and one is stopped after the other.
        var slow = "{type: process, config: {command: [sh, -c, 'trap \"\" TERM; cat >/dev/null; sleep 1'], ports: {%s}}}";
        var kernel = lab.start(lab.desk("devices:\n" //
                + "  a: " + slow.formatted("out: {keys: keyboard}") + "\n" //
                + "  b: " + slow.formatted("in: {keys: keyboard}, out: {more: keyboard}") + "\n" //
                + "  c: " + slow.formatted("in: {more: keyboard}") + "\n" //
                + "pipelines: {p: {from: a, to: b}, q: {from: b, to: c}}\n"));
        kernel.awaitDevice("c", device -> !device.get("pid").isJsonNull());
        kernel.awaitDevice("a", device -> !device.get("pid").isJsonNull());

        kernel.signal("INT");
        kernel.awaitState("a", "STOPPING");
        kernel.signal("INT");

        assertThat(kernel.awaitExit(Duration.ofSeconds(1))).isEqualTo(INTERRUPTED);
    }

    @Test
    void stopsWhileItIsStillStarting() throws Exception {
        var kernel = lab.start(holdingDesk(""));
        kernel.awaitLog("kernel.run");

        kernel.signal("TERM");

        assertThat(kernel.awaitExit(Lab.STOP)).isZero();
        assertThat(kernel.log()).doesNotContain(" WARN ", " ERROR ");
        lab.awaitNothingLeft();
    }

    @Test
    void theEndOfStdinAndAHangUpDoNotStopIt() throws Exception {
        Stroke.write(lab.file("input.evemu"), Stroke.typed(1000), 20_000);
        var kernel = lab.start(lab.desk("""
                devices:
                  keys: {type: dummy-keyboard-source, config: {file: input.evemu}}
                  evemu: {type: dummy-keyboard-sink, config: {file: out.evemu}}
                pipelines: {typing: {from: keys, to: evemu}}
                """));
        kernel.awaitRunning("keys");
        kernel.process().getOutputStream().close();
        kernel.signal("HUP");
        long before = Links.number(kernel.links().to("evemu.keys"), "out");

        Await.until("a second's worth of further events",
                () -> Links.number(kernel.links().to("evemu.keys"), "out") >= before + 50);

        kernel.signal("TERM");
        assertThat(kernel.awaitExit(Lab.STOP)).isZero();
        assertThat(Stroke.held(Stroke.read(lab.file("out.evemu")))).isEmpty();
    }

    @Test
    void inATerminalCtrlCReachesTheKernelAlone() throws Exception {
        var desk = holdingDesk("""
                  ear: {type: process, config: {command: [sh, -c,
                    'trap "echo interrupted >&2" INT HUP; echo listening >&2; while read -r line; do :; done; exit 0']}}
                """);
        var kernel = lab.startInTerminal("--no-shell", desk);
        awaitKeysHeld();
        var log = lab.home().resolve("log/dkvm.log");
        Await.until("the device that listens for signals",
                () -> Files.readString(log).contains("device.ear listening"));

        kernel.process().getOutputStream().write(CTRL_C);
        kernel.process().getOutputStream().flush();

        assertThat(kernel.awaitExit(Lab.STOP)).isZero();
        assertReleased();
        assertThat(log).content().doesNotContain("interrupted", " WARN ", " ERROR ", "signal");
    }

    @Test
    void aTerminalThatGoesAwayStopsIt() throws Exception {
        var kernel = lab.startInTerminal(holdingDesk(""));
        awaitKeysHeld();

        kernel.process().destroyForcibly();

        Await.until("the end of the kernel", Lab.STOP, () -> !Files.exists(lab.home().resolve("kernel.json")));
        assertReleased();
        assertThat(lab.home().resolve("log/dkvm.log")).content().doesNotContain(" WARN ", " ERROR ");
    }

    @Test
    void aDeviceThatIgnoresEverythingDoesNotHoldItUp() throws Exception {
        var kernel = lab.start(holdingDesk("""
                  stubborn: {type: process, config: {command: [sh, -c,
                    'trap "" TERM INT HUP; echo up >&2; sleep 1000; sleep 1000']}}
                """));
        awaitKeysHeld();
        kernel.awaitLog("device.stubborn up");

        kernel.signal("TERM");

        assertThat(kernel.awaitExit(Lab.STOP)).isZero();
        assertThat(kernel.log()).contains("stubborn: it did not end when it was asked to");
        assertReleased();
    }

    /** It is over as soon as it is configured: no stream has a link. */
    @Test
    void aDeviceThatIsJustBeingStartedIsNotLeftBehind() throws Exception {
        var result = lab.run("--until-end", lab.desk("""
                devices:
                  stubborn: {type: process, config: {command: [sh, -c, 'trap "" TERM; sleep 1000; sleep 1000']}}
                """));

        assertThat(result.code()).as(result.err()).isZero();
        lab.awaitNothingLeft();
    }
}
