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

class EndWatchTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final EndWatch watch = new EndWatch();

    @Test
    void isOverWhenAllIsProcessedAndTheSourcesAreAtRest() {
        var link = link("UP", true, true, 5, 0);

        assertThat(over(0, List.of(device("src", "RUNNING"), device("snk", "RUNNING")), link)).isFalse();
        assertThat(over(1, List.of(device("src", "ENDED"), device("snk", "RUNNING")), link)).isTrue();
        assertThat(troubles(List.of(device("src", "ENDED"), device("snk", "RUNNING")), link)).isEmpty();
    }

    @Test
    void doesNotWaitForASourceThatDoesNotEndItsProcess() {
        var devices = List.of(device("src", "RUNNING"), device("snk", "RUNNING"));
        var link = link("UP", true, true, 5, 0);

        assertThat(over(0, devices, link)).isFalse();
        assertThat(over(2 * SECOND, devices, link)).isFalse();
        assertThat(over(2 * SECOND + 1, devices, link)).isTrue();
    }

    @Test
    void isNotOverWhileASinkHasSomethingToDo() {
        var devices = List.of(device("src", "ENDED"), device("snk", "BACKOFF"));

        assertThat(over(0, devices, link("UP", true, false, 5, 0))).isFalse();
        assertThat(over(100 * SECOND, devices, link("UP", true, false, 5, 0))).isFalse();
    }

    @Test
    void isOverWithATroubleWhenASourceOrSinkFailed() {
        var source = List.of(device("src", "FAILED"), device("snk", "RUNNING"));
        assertThat(over(0, source, link("UP", true, true, 5, 0))).isTrue();
        assertThat(troubles(source, link("UP", true, true, 5, 0))).containsExactly("src FAILED: words");

        var sink = List.of(device("src", "ENDED"), device("snk", "FAILED"));
        assertThat(over(0, sink, link("HELD", true, false, 5, 0))).isTrue();
        assertThat(troubles(sink, link("HELD", true, false, 5, 0))).containsExactly("snk FAILED: words");
    }

    @Test
    void waitsTenSecondsForABundle() {
        var devices = List.of(device("src", "WAITING"), device("snk", "RUNNING"));
        var link = link("HELD", false, false, 0, 0);

        assertThat(over(5, devices, link)).isFalse();
        assertThat(over(10 * SECOND + 4, devices, link)).isFalse();
        assertThat(over(10 * SECOND + 5, devices, link)).isTrue();
        assertThat(troubles(devices, link)).containsExactly("src waits for a bundle that offers \"type\"");
    }

    @Test
    void countsAnewWhenABundleCameAndWent() {
        var link = link("HELD", false, false, 0, 0);
        over(0, List.of(device("src", "WAITING"), device("snk", "RUNNING")), link);
        over(9 * SECOND, List.of(device("src", "STARTING"), device("snk", "RUNNING")), link);

        assertThat(over(11 * SECOND, List.of(device("src", "WAITING"), device("snk", "RUNNING")), link)).isFalse();
    }

    @Test
    void namesEventsThatWereLost() {
        var devices = List.of(device("src", "ENDED"), device("snk", "RUNNING"));
        var link = link("UP", true, true, 5, 2);

        assertThat(over(0, devices, link)).isTrue();
        assertThat(troubles(devices, link)).containsExactly("src.keys > snk.keys lost 2 events");
    }

    @Test
    void remembersThatALosslessLinkWasDown() {
        var devices = List.of(device("src", "ENDED"), device("snk", "RUNNING"));
        over(0, devices, link("DOWN", false, false, 5, 0));
        over(1, devices, link("UP", true, true, 5, 0));

        assertThat(troubles(devices, link("UP", true, true, 5, 0)))
                .containsExactly("src.keys > snk.keys was DOWN: its sink took nothing");
    }

    @Test
    void doesNotCountDisabledDevices() {
        var noSink = List.of(device("src", "ENDED"), disabled("snk"));
        assertThat(over(0, noSink, link("DOWN", true, false, 5, 0))).isTrue();
        assertThat(troubles(noSink, link("DOWN", true, false, 5, 0))).isEmpty();

        var noSource = List.of(disabled("src"), device("snk", "RUNNING"));
        assertThat(over(0, noSource, link("UP", false, false, 0, 0))).isTrue();
        assertThat(troubles(noSource, link("UP", false, false, 0, 0))).isEmpty();
    }

    @Test
    void takesASourceThatWasStoppedForEnded() {
        var devices = List.of(disabled("src"), device("snk", "RUNNING"));

        assertThat(over(0, devices, link("UP", true, false, 5, 0))).isFalse();
        assertThat(over(0, devices, link("UP", true, true, 5, 0))).isTrue();
    }

    @Test
    void isOverAtOnceWithoutPipelines() {
        assertThat(watch.over(List.of(device("src", "RUNNING")), List.of(), 0)).isTrue();
        assertThat(watch.troubles(List.of(device("src", "RUNNING")), List.of())).isEmpty();
    }

    private boolean over(long now, List<DeviceStatus> devices, LinkStatus link) {
        return watch.over(devices, List.of(link), now);
    }

    private List<String> troubles(List<DeviceStatus> devices, LinkStatus link) {
        return watch.troubles(devices, List.of(link));
    }

    private static DeviceStatus disabled(String id) {
        return status(id, "STOPPED", false);
    }

    private static DeviceStatus device(String id, String state) {
        return status(id, state, true);
    }

    private static DeviceStatus status(String id, String state, boolean wanted) {
        return new DeviceStatus(id, "type", state, wanted, OptionalLong.empty(), 1, 0, 0, "", "", "words",
                Optional.empty(), 0);
    }

    private static LinkStatus link(String state, boolean sourceEnded, boolean ended, long in, long lost) {
        return new LinkStatus("p", "src.keys", "snk.keys", state, true, sourceEnded, ended, in, in - lost, 0, 0,
                Map.of("lost", lost), 0, Optional.empty());
    }
}
