// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.config.DeskChange;
import dkvm.kernel.device.TestKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LiveDeskTest {
    private static final String DESK = DeskLab.DESK;

    @TempDir
    Path home;

    private DeskLab lab;
    private LiveDesk desk;
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void begin() throws IOException {
        begin(false);
    }

    private void begin(boolean untilEnd) throws IOException {
        lab = new DeskLab(home, untilEnd);
        desk = lab.desk;
    }

    @AfterEach
    void end() {
        lab.close();
    }

    private static List<String> changes(Reload reload) {
        assertThat(reload).isInstanceOf(Reload.Done.class);
        return ((Reload.Done) reload).changes().stream().map(DeskChange::text).toList();
    }

    @Test
    void appliesWhatChangedAndTouchesNothingElse() throws Exception {
        lab.begin();
        long b = lab.kernel.device("b").pid().orElseThrow();
        assertThat(changes(desk.reload())).isEmpty();

        lab.followed.clear();
        lab.write(DESK.replaceFirst("\"60\"", "\"61\"").replace("pipelines:",
                "  c: {type: process, config: {command: [sleep, \"60\"]}}\npipelines:").replace("p: {from: a, to: b}",
                        "q: {from: a, to: b, capacity: 3}"));
        assertThat(changes(desk.reload())).containsExactly("device a: changed (config.command)", "device c: added",
                "pipeline p: removed", "pipeline q: added");
        assertThat(lab.followed).containsExactly("-dkvm.pipeline~p", "dkvm.device~a", "dkvm.device~c",
                "dkvm.pipeline~q");
        assertThat(desk.settled()).isTrue();
        assertThat(lab.kernel.device("b").pid()).hasValue(b);
        assertThat(lab.kernel.graph.status()).singleElement()
                .satisfies(link -> assertThat(link.pipeline()).isEqualTo("q"));
    }

    @Test
    void aBrokenFileChangesNothing() throws Exception {
        lab.begin();
        var before = desk.desk();
        lab.write(DESK.replace("to: b", "to: nowhere").replace("version: 1", "version: 1\nversin: 2"));
        var refused = desk.reload();
        assertThat(refused).isInstanceOf(Reload.Refused.class);
        assertThat(((Reload.Refused) refused).findings()).hasSize(2)
                .allMatch(line -> line.startsWith(home.resolve("desk.yaml") + ":"));
        assertThat(desk.desk()).isEqualTo(before);
        Files.delete(home.resolve("desk.yaml"));
        assertThat(desk.reload()).isInstanceOf(Reload.Refused.class);
        assertThat(lab.followed).hasSize(3);
    }

    @Test
    void aFileThatIsWrongAtTheStartIsSaid() throws Exception {
        lab.write("version: 2\n");
        assertThat(desk.begin()).singleElement().asString().contains("desk.yaml:1:10: error: version 2");
        assertThat(desk.desk()).isEmpty();
    }

    @Test
    void aRunUntilTheEndRefusesADeskWithoutOne() throws Exception {
        lab.close();
        begin(true);
        lab.begin();
        lab.write(DESK.replace("type: process, config: {command: [sleep, \"60\"], ports: {out",
                "type: process, restart: {policy: always}, config: {command: [sleep, \"60\"], ports: {out"));
        assertThat(desk.reload()).isInstanceOfSatisfying(Reload.Refused.class,
                refused -> assertThat(refused.findings()).singleElement().asString().contains("\"a\" is started anew"));
    }

    @Test
    void tellsThoseWhoListenAndTakesOneFileAfterAnother() throws Exception {
        lab.begin();
        desk.listen(new LiveDesk.Listener() {
            @Override
            public void reloading() {
                told.add("begins");
                assertThat(desk.settled()).isFalse();
            }

            @Override
            public void reloaded() {
                told.add("ends");
            }
        });
        var go = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 5; i++) {
                var _ = threads.submit(() -> {
                    go.await();
                    return desk.reload();
                });
            }
            go.countDown();
        }
        assertThat(String.join(" ", told)).isEqualTo("begins ends ".repeat(5).strip());
    }

    @Test
    void whoAsksFromOutsideIsNotMadeToWait() throws Exception {
        lab.begin();
        lab.write(DESK.replace("lab", "other"));
        var request = new ReloadRequest(desk);
        request.run();
        request.run();
        TestKernel.await("the new name", () -> desk.desk().orElseThrow().name().equals("other"));
        lab.write(DESK.replace("lab", "third"));
        request.run();
        TestKernel.await("the third name", () -> desk.desk().orElseThrow().name().equals("third"));
    }
}
