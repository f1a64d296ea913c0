// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.api.LinkStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a run with {@code --until-end} is over, and what makes its exit code 1. */
class EndWatchTest {
    private static final long LATER = TimeUnit.SECONDS.toNanos(3);

    private final EndWatch watch = new EndWatch();

    private static DeviceStatus device(String id, String state, boolean wanted) {
        return new DeviceStatus(id, "type", state, wanted, OptionalLong.empty(), 1, 0, 0, "", "", "why", Optional.empty());
    }

    private static DeviceStatus device(String id, String state) {
        return device(id, state, true);
    }

    /** Of ten events, of which some were lost. */
    private static LinkStatus link(String state, boolean lossless, boolean sourceEnded, boolean ended, long lost) {
        return new LinkStatus("p", "k.keys", "s.keys", state, lossless, sourceEnded, ended, 10, 10 - lost, 0, 0,
                Map.of("lost", lost, "overflow", 0L), 100, Optional.empty());
    }

    private boolean over(List<DeviceStatus> devices, LinkStatus link) {
        watch.over(devices, List.of(link), 0);
        return watch.over(devices, List.of(link), LATER);
    }

    @Test
    void isOverWhenEveryStreamHasEndedAndAllOfItIsProcessed() {
        var devices = List.of(device("k", "ENDED"), device("s", "RUNNING"));
        assertThat(watch.over(devices, List.of(link("UP", true, false, false, 0)), 0)).isFalse();
        assertThat(watch.over(devices, List.of(link("UP", true, true, false, 0)), LATER)).isFalse();
        var ended = link("UP", true, true, true, 0);
        assertThat(watch.over(devices, List.of(ended), LATER)).isTrue();
        assertThat(watch.troubles(devices, List.of(ended))).isEmpty();
    }

    @Test
    void givesASourceALittleTimeToEndItsProcess() {
        var devices = List.of(device("k", "RUNNING"), device("s", "RUNNING"));
        var ended = link("UP", true, true, true, 0);
        assertThat(watch.over(devices, List.of(ended), 0)).isFalse();
        assertThat(watch.over(devices, List.of(ended), LATER)).isTrue();
    }

    @Test
    void aStoppedSourceCountsAsEnded() {
        var devices = List.of(device("k", "STOPPED", false), device("s", "RUNNING"));
        var ended = link("UP", true, true, true, 0);
        assertThat(over(devices, ended)).isTrue();
        assertThat(watch.troubles(devices, List.of(ended))).isEmpty();
    }

    @Test
    void aFailedDeviceIsATrouble() {
        var devices = List.of(device("k", "FAILED"), device("s", "RUNNING"));
        var ended = link("UP", true, true, true, 0);
        assertThat(over(devices, ended)).isTrue();
        assertThat(watch.troubles(devices, List.of(ended))).containsExactly("k FAILED: why");
    }

    @Test
    void aDeviceThatWaitsFor10SecondsIsATrouble() {
        var devices = List.of(device("k", "WAITING"), device("s", "RUNNING"));
        var silent = new LinkStatus("p", "k.keys", "s.keys", "HELD", true, false, false, 0, 0, 0, 0, Map.of(), 0,
                Optional.empty());
        assertThat(watch.over(devices, List.of(silent), 0)).isFalse();
        assertThat(watch.over(devices, List.of(silent), EndWatch.WAITING_NANOS - 1)).isFalse();
        assertThat(watch.over(devices, List.of(silent), EndWatch.WAITING_NANOS)).isTrue();
        assertThat(watch.troubles(devices, List.of(silent))).singleElement().asString()
                .startsWith("k waits for a bundle that offers \"type\"");
    }

    @Test
    void lostEventsAreATrouble() {
        var devices = List.of(device("k", "ENDED"), device("s", "RUNNING"));
        var link = link("UP", true, true, true, 3);
        assertThat(over(devices, link)).isTrue();
        assertThat(watch.troubles(devices, List.of(link))).containsExactly("k.keys > s.keys lost 3 events");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLinkThatWasDownIsATroubleIfItIsLossless(boolean lossless) {
        var devices = List.of(device("k", "ENDED"), device("s", "RUNNING"));
        watch.over(devices, List.of(link("DOWN", lossless, false, false, 0)), 0);
        var recovered = link("UP", lossless, true, true, 0);
        assertThat(over(devices, recovered)).isTrue();
        assertThat(watch.troubles(devices, List.of(recovered))).hasSize(lossless ? 1 : 0);
    }

    @Test
    void aDisabledSinkIsNoTrouble() {
        var devices = List.of(device("k", "ENDED"), device("s", "STOPPED", false));
        var down = link("DOWN", true, true, false, 0);
        assertThat(over(devices, down)).isTrue();
        assertThat(watch.troubles(devices, List.of(down))).isEmpty();
    }
}
