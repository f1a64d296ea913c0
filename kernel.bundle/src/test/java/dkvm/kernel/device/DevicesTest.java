// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.config.DeviceEntry;
import dkvm.kernel.config.RestartPolicy;
import dkvm.kernel.config.RestartPolicy.Mode;
import dkvm.sdk.log.LogLevel;
import dkvm.sdk.wire.v1.Direction;
import dkvm.sdk.wire.v1.Kind;
import dkvm.sdk.wire.v1.Port;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Devices with real processes. */
class DevicesTest {
    private static final RestartPolicy QUICK = policy(Mode.ON_FAILURE, 3);
    private static final Port OUT = Port.newBuilder().setName("keys").setDirection(Direction.OUT)
            .setKind(Kind.KEYBOARD).build();

    @TempDir
    Path home;

    private ScriptedDesk desk;

    @BeforeEach
    void begin() {
        desk = new ScriptedDesk(home);
    }

    @AfterEach
    void end() {
        desk.close();
    }

    @Test
    void runUntilTheyAreStoppedAndAgainWhenTheyAreStarted() {
        desk.device("a", QUICK, ScriptedDesk.FOREVER);
        var running = desk.await("a", "RUNNING");
        assertThat(ProcessHandle.of(running.pid().orElseThrow())).isPresent();
        assertThat(home.resolve("devices").resolve("a." + running.pid().orElseThrow())).exists();

        desk.devices.stop("a");
        var stopped = desk.await("a", "STOPPED");
        assertThat(stopped.pid()).isEmpty();
        assertThat(stopped.wantedUp()).isFalse();
        assertThat(stopped.restarts()).isZero();
        assertThat(home.resolve("devices")).isEmptyDirectory();

        desk.devices.start("a");
        assertThat(desk.await("a", "RUNNING").generation()).isEqualTo(2);
    }

    @Test
    void areStartedAgainWhenTheyAreKilledAndGivenUpAfterSoOften() {
        desk.device("a", QUICK, ScriptedDesk.ACTIVE + "kill -9 $$");
        var failed = desk.await("a", "FAILED");

        assertThat(failed.restarts()).isEqualTo(3);
        assertThat(failed.generation()).isEqualTo(4);
        assertThat(failed.lastExit()).hasValueSatisfying(exit -> assertThat(exit.signal()).hasValue(9));
        assertThat(Path.of(failed.lastExit().orElseThrow().report().orElseThrow())).content()
                .contains("reason: killed by signal 9", "generation: 4");

        desk.devices.restart("a");
        assertThat(desk.await("a", device -> device.generation() > 4).state()).isNotEqualTo("FAILED");
    }

    @ParameterizedTest
    @CsvSource({"ON_FAILURE, 64, FAILED", "ON_FAILURE, 75, BACKOFF", "NEVER, 1, FAILED", "NEVER, 75, FAILED"})
    void areTriedAgainAsTheirExitStatusAndPolicySay(Mode mode, int status, String state) {
        desk.device("a", policy(mode, 10), ScriptedDesk.ACTIVE + "exit " + status);
        var exited = desk.await("a", device -> device.lastExit().isPresent() && device.pid().isEmpty());

        assertThat(exited.state()).isEqualTo(state);
        assertThat(exited.lastExit().orElseThrow().code()).hasValue(status);
    }

    @Test
    void haveEndedWhenTheirStreamsHave() {
        desk.device("a", QUICK, desk.ending(1), OUT);
        var ended = desk.await("a", "ENDED");

        assertThat(ended.restarts()).isZero();
        assertThat(ended.lastExit().orElseThrow().report()).isEmpty();
        assertThat(desk.graph.outputsEnded("a")).isTrue();
        assertThat(home.resolve("log")).doesNotExist();
    }

    @Test
    void failWhenTheyEndBeforeTheirStreamsHave() {
        desk.device("a", policy(Mode.NEVER, 10), ScriptedDesk.ACTIVE + "exit 0", OUT);

        desk.await("a", "FAILED");
        assertThat(desk.graph.outputsEnded("a")).isTrue();
    }

    @Test
    void areRefusedWhenTheySpeakSomethingElse() {
        desk.device("a", policy(Mode.NEVER, 10), "echo 'usage: a [-b]'; exec sleep 60");
        var failed = desk.await("a", "FAILED");

        assertThat(failed.status()).contains("does not speak the protocol", "usage: a [-b]")
                .doesNotContain("signal");
    }

    @Test
    void keepTheirExitStatusWhereWhatTheySaidWasTheirLastWords() {
        desk.device("a", policy(Mode.NEVER, 10), "echo 'a: no such option'; exit 3");
        var failed = desk.await("a", "FAILED");

        assertThat(failed.status()).isEqualTo("exit status 3");
        assertThat(desk.devices.lastLog("a")).containsExactly("a: no such option");
        assertThat(Path.of(failed.lastExit().orElseThrow().report().orElseThrow())).content()
                .contains("reason: exit status 3", "a: no such option");
    }

    @Test
    void nameWhatTheirJvmSaysOfItsCrash() {
        desk.device("a", policy(Mode.NEVER, 10), ScriptedDesk.ACTIVE + "mkdir -p \"$DKVM_HOME\"/log; "
                + "echo x >\"$DKVM_HOME\"/log/a-hs_err_$$.log; echo '# A fatal error'; kill -ABRT $$");

        assertThat(desk.await("a", "FAILED").status()).startsWith("killed by signal 6; ")
                .containsPattern("/log/a-hs_err_\\d+\\.log$");
        assertThat(desk.devices.lastLog("a")).containsExactly("# A fatal error");
    }

    @Test
    void areRenewedByCommandAndSayWhatTheyLoggedLast() {
        desk.device("a", QUICK, "echo \"<4>process $DKVM_GENERATION\" >&2; " + ScriptedDesk.FOREVER);
        var first = desk.await("a", "RUNNING");

        desk.devices.restart("a");
        var second = desk.await("a", device -> device.generation() == 2 && device.state().equals("RUNNING"));

        assertThat(second.pid()).isNotEqualTo(first.pid());
        assertThat(second.restarts()).isZero();
        TestKernel.await("last lines", () -> desk.devices.lastLog("a").equals(List.of("process 1", "process 2")));
        assertThat(desk.devices.lastLog("b")).isEmpty();
    }

    @Test
    void areStoppedWhileTheyStart() {
        desk.device("a", QUICK, "exec sleep 60");
        desk.await("a", "STARTING");
        desk.devices.stop("a");

        assertThat(desk.await("a", "STOPPED").restarts()).isZero();
    }

    @Test
    void areNotStartedWhereTheirProgramIsNot() {
        desk.device("a", QUICK, "exec /no/such/program");
        assertThat(desk.await("a", "FAILED").status()).contains("exit status 127");
    }

    @Test
    void areGoneWhenTheyAreNoLongerConfigured() {
        desk.device("a", QUICK, ScriptedDesk.FOREVER);
        desk.await("a", "RUNNING");
        desk.devices.remove("a");
        desk.device("b", QUICK, ScriptedDesk.FOREVER);
        desk.await("b", "RUNNING");
        desk.devices.stop("b");
        desk.await("b", "STOPPED");

        assertThat(desk.devices.status()).noneMatch(device -> device.id().equals("a") && device.wantedUp());
    }

    @Test
    void areToldTheConfigurationTheirProcessWasStartedWith() {
        desk.device("a", QUICK, ScriptedDesk.FOREVER);
        configure("red");
        desk.await("a", "RUNNING");
        TestKernel.await("configuration", () -> desk.devices.optionsJson("a").orElse("").contains("red"));

        // It does not answer Drain: for a second there is an old process and a new configuration.
        long before = desk.await("a", "RUNNING").generation();
        configure("blue");
        desk.await("a", "STOPPING");
        assertThat(desk.devices.optionsJson("a").orElseThrow()).contains("red");
        desk.await("a", device -> device.state().equals("RUNNING") && device.generation() > before);
        assertThat(desk.devices.optionsJson("a").orElseThrow()).contains("blue");
        assertThat(desk.devices.directory("a")).contains(home.toString());
    }

    private void configure(String colour) {
        desk.devices.configure(new DeviceEntry("a", "process", true, home,
                Map.of("command", List.of("sh", "-c", ScriptedDesk.FOREVER), "options.hello",
                        home.resolve("a.hello").toString(), "options.colour", colour),
                QUICK, DeviceEntry.DEFAULT_LIVENESS, OptionalLong.empty()));
    }

    @Test
    void haveALogLevelWhileTheyAreConfigured() {
        assertThat(desk.devices.logLevel("a", LogLevel.DEBUG)).isFalse();
        desk.device("a", QUICK, ScriptedDesk.FOREVER);
        assertThat(desk.devices.logLevel("a", LogLevel.DEBUG)).isTrue();
        desk.await("a", "RUNNING");
        desk.devices.remove("a");
        assertThat(desk.devices.logLevel("a", LogLevel.INFO)).isFalse();
    }

    @Test
    void areAllKilledWithTheKernelsBundle() throws Exception {
        for (var id : List.of("a", "b")) {
            desk.device(id, QUICK, ScriptedDesk.FOREVER);
        }
        var left = new ArrayList<ProcessHandle>();
        for (var id : List.of("a", "b")) {
            left.add(ProcessHandle.of(desk.await(id, "RUNNING").pid().orElseThrow()).orElseThrow());
        }
        desk.close();

        for (var process : left) {
            process.onExit().get(5, TimeUnit.SECONDS);
        }
    }

    private static RestartPolicy policy(Mode mode, int limit) {
        return new RestartPolicy(mode, Duration.ofMillis(1), Duration.ofSeconds(30), limit, Duration.ofMinutes(10),
                Duration.ofMinutes(1));
    }
}
