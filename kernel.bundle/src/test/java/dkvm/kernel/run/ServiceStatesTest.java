// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.api.DeviceStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ServiceStatesTest {
    private static final Duration WATCHDOG = Duration.ofSeconds(1);

    private final List<String> told = new ArrayList<>();
    private List<DeviceStatus> devices = List.of();
    private CompletableFuture<?> proof = new CompletableFuture<>();
    private long nanos = Duration.ofHours(1).toNanos();
    private final ServiceStates states = new ServiceStates(told::add, () -> devices, () -> {
        proof = new CompletableFuture<Boolean>();
        return proof;
    }, Optional.of(WATCHDOG), () -> nanos);

    private static DeviceStatus device(String id, String state) {
        boolean wanted = !state.equals("STOPPED");
        return new DeviceStatus(id, "t", state, wanted, OptionalLong.empty(), 1, 0, 0, "", "", "", Optional.empty(), 0);
    }

    private List<String> look(long afterMillis) {
        nanos += Duration.ofMillis(afterMillis).toNanos();
        told.clear();
        states.look(true);
        return List.copyOf(told);
    }

    @Test
    void isReadyWhenEveryDeviceRunsOrNeverWill() {
        devices = List.of(device("a", "RUNNING"), device("b", "STARTING"), device("c", "STOPPED"));
        assertThat(look(10)).containsExactly("STATUS=1 of 2 devices running");
        devices = List.of(device("a", "RUNNING"), device("b", "FAILED"), device("c", "STOPPED"));
        assertThat(look(10)).containsExactly("READY=1\nSTATUS=1 of 2 devices running; FAILED: b");
        assertThat(look(10)).as("nothing is new").isEmpty();
    }

    @Test
    void isNotReadyBeforeTheDeskIsApplied() {
        states.look(false);
        assertThat(told).containsExactly("STATUS=0 of 0 devices running");
        assertThat(look(10)).containsExactly("READY=1\nSTATUS=0 of 0 devices running");
    }

    @Test
    void isReadyAfterTenSecondsWhateverRuns() {
        devices = List.of(device("a", "BACKOFF"));
        assertThat(look(9_990)).containsExactly("STATUS=0 of 1 devices running; BACKOFF: a");
        assertThat(look(10)).containsExactly("READY=1\nSTATUS=0 of 1 devices running; BACKOFF: a");
    }

    @Test
    void bundlesAreOnlyComingAtFirst() {
        devices = List.of(device("a", "WAITING"));
        assertThat(look(10)).noneMatch(text -> text.contains("READY"));
        assertThat(look(1_990)).containsExactly("READY=1\nSTATUS=0 of 1 devices running; WAITING: a");
    }

    @Test
    void tellsChangesOnceASecond() {
        devices = List.of(device("a", "RUNNING"));
        look(0);
        devices = List.of(device("a", "BACKOFF"));
        assertThat(look(100)).isEmpty();
        devices = List.of(device("a", "FAILED"));
        assertThat(look(899)).isEmpty();
        assertThat(look(1)).containsExactly("STATUS=0 of 1 devices running; FAILED: a");
    }

    @Test
    void aReloadBeginsAndEnds() {
        states.reloading();
        states.reloaded();
        assertThat(told).as("it is not ready yet, and is not made so by a reload").isEmpty();
        look(0);
        told.clear();
        states.reloading();
        states.reloaded();
        assertThat(told).containsExactly("RELOADING=1\nMONOTONIC_USEC=3600000000",
                "READY=1\nSTATUS=0 of 0 devices running");
        states.stopping();
        states.reloaded();
        assertThat(told).last().asString().startsWith("STOPPING=1\n");
    }

    @Test
    void livesAsLongAsTheSchedulerDoes() {
        look(0);
        proof.complete(null);
        assertThat(look(499)).isEmpty();
        assertThat(look(1)).containsExactly("WATCHDOG=1");
        assertThat(look(500)).as("a scheduler that hangs").isEmpty();
        assertThat(look(5000)).isEmpty();
        proof.complete(null);
        assertThat(look(1)).containsExactly("WATCHDOG=1");
    }
}
