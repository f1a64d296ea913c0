// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.device.TestKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DeskWatchTest {
    private static final long LOOK = Duration.ofMillis(100).toNanos();

    @TempDir
    Path home;

    private DeskLab lab;
    private DeskWatch watch;
    private final List<Reload> reloads = new ArrayList<>();
    private long nanos = Duration.ofHours(1).toNanos();
    private Instant modified = Instant.now();

    @BeforeEach
    void begin() throws IOException {
        lab = new DeskLab(home, false);
        lab.begin();
        watch = new DeskWatch(lab.file, lab.desk, this::reload, nanos);
        look(5);
        assertThat(reloads).as("what was just applied").isEmpty();
    }

    @AfterEach
    void end() {
        watch.close();
        lab.close();
    }

    private void reload() {
        try {
            reloads.add(lab.desk.reload());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            nanos += LOOK;
            watch.look(nanos);
        }
    }

    /** Clocks of file systems are coarser than a test is fast. */
    private void stamp(Path file) throws IOException {
        modified = modified.plusSeconds(1);
        Files.setLastModifiedTime(file, FileTime.from(modified));
    }

    private void write(String text) throws IOException {
        lab.write(text);
        stamp(lab.file);
    }

    private static String named(String name) {
        return DeskLab.DESK.replace("name: lab", "name: " + name);
    }

    private String name() {
        return lab.desk.desk().orElseThrow().name();
    }

    @Test
    void appliesAnEditOnceTheFileWasLeftAloneForAWhile() throws IOException {
        write(named("one"));
        look(3);
        assertThat(reloads).isEmpty();
        look(1);
        assertThat(reloads).singleElement().isInstanceOf(Reload.Done.class);
        assertThat(name()).isEqualTo("one");
        look(20);
        assertThat(reloads).hasSize(1);
    }

    @Test
    void tenEditsInASecondEndInTheLast() throws IOException {
        for (int i = 1; i <= 10; i++) {
            write(named("edit-" + i));
            look(1);
        }
        assertThat(reloads).isEmpty();
        look(3);
        assertThat(reloads).hasSize(1);
        assertThat(name()).isEqualTo("edit-10");
    }

    @Test
    void theSameTextIsNoEdit() throws IOException {
        write(DeskLab.DESK);
        look(5);
        Files.setLastModifiedTime(lab.file, FileTime.fromMillis(0));
        look(5);
        write(named("passing"));
        look(2);
        write(DeskLab.DESK);
        look(5);
        assertThat(reloads).isEmpty();
    }

    @Test
    void whatAReloadByHandReadIsNotReadAgain() throws Exception {
        write(named("by-hand"));
        look(1);
        assertThat(lab.desk.reload()).isInstanceOf(Reload.Done.class);
        look(5);
        write("version: 2\n");
        assertThat(lab.desk.reload()).isInstanceOf(Reload.Refused.class);
        look(5);
        assertThat(reloads).isEmpty();
    }

    @Test
    void aBrokenEditChangesNothingAndIsReportedOnce() throws IOException {
        write(DeskLab.DESK + "nonsense: true\n");
        look(20);
        assertThat(reloads).singleElement().isInstanceOf(Reload.Refused.class);
        write(DeskLab.DESK + "nonsense: false\n");
        look(20);
        assertThat(reloads).hasSize(2);
        assertThat(lab.followed).as("of the start").hasSize(3);
        write(named("right"));
        look(4);
        assertThat(name()).isEqualTo("right");
    }

    @Test
    void aFileThatIsGoneIsNoEmptyDesk() throws IOException {
        Files.delete(lab.file);
        look(2);
        write(DeskLab.DESK);
        look(5);
        assertThat(reloads).as("gone for a moment").isEmpty();
        Files.delete(lab.file);
        look(20);
        assertThat(reloads).singleElement().isInstanceOf(Reload.Refused.class);
        assertThat(lab.desk.desk().orElseThrow().devices()).hasSize(2);
        write(named("back"));
        look(4);
        assertThat(name()).isEqualTo("back");
    }

    @Test
    void followsLinksAndFilesThatArePutInPlace() throws IOException {
        var elsewhere = Files.createDirectories(home.resolve("elsewhere")).resolve("real.yaml");
        Files.writeString(elsewhere, DeskLab.DESK);
        Files.delete(lab.file);
        Files.createSymbolicLink(lab.file, elsewhere);
        look(5);
        assertThat(reloads).isEmpty();

        Files.writeString(elsewhere, named("through-the-link"));
        stamp(elsewhere);
        look(4);
        assertThat(name()).isEqualTo("through-the-link");

        var other = Files.writeString(home.resolve("other.yaml"), named("relinked"));
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(elsewhere));
        var link = Files.createSymbolicLink(home.resolve("link"), other);
        Files.move(link, lab.file, StandardCopyOption.ATOMIC_MOVE);
        look(4);
        assertThat(name()).isEqualTo("relinked");

        var saved = Files.writeString(home.resolve(".desk.yaml.swp"), named("renamed"));
        Files.move(saved, lab.file, StandardCopyOption.ATOMIC_MOVE);
        look(4);
        assertThat(name()).isEqualTo("renamed");
    }

    @Test
    void theFileItselfSaysWhetherItIsWatched() throws Exception {
        write(DeskLab.DESK.replace("name: lab", "name: off, watch: false"));
        look(4);
        assertThat(name()).isEqualTo("off");
        write(named("on"));
        look(20);
        assertThat(name()).isEqualTo("off");
        assertThat(lab.desk.reload()).isInstanceOf(Reload.Done.class);
        write(named("watched"));
        look(4);
        assertThat(name()).isEqualTo("watched");
        assertThat(reloads).hasSize(2);
    }

    @Test
    void anEditWhileAReloadRunsIsNotMissed() throws Exception {
        var read = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        lab.desk.listen(new LiveDesk.Listener() {
            @Override
            public void reloading() {}

            @Override
            public void reloaded() {
                read.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        write(named("first"));
        var other = Thread.ofVirtual().start(this::reload);
        read.await();
        write(named("second"));
        look(20);
        assertThat(name()).isEqualTo("first");
        go.countDown();
        other.join();
        look(1);
        assertThat(name()).isEqualTo("second");
        assertThat(reloads).hasSize(2);
    }

    @Test
    void aRefusedTextIsTriedAgainWhenDeviceTypesHaveBecomeOthers() throws Exception {
        write(DeskLab.DESK + "nonsense: true\n");
        look(20);
        assertThat(reloads).hasSize(1);
        assertThat(lab.desk.under(List.of(), _ -> Optional.empty())).isEmpty();
        look(20);
        assertThat(reloads).hasSize(2);
        assertThat(lab.desk.under(List.of(), _ -> Optional.of("refused"))).contains("refused");
        look(20);
        assertThat(reloads).hasSize(2);
    }

    @Test
    void asksNothingOnceItIsClosed() throws IOException {
        write(named("too-late"));
        look(1);
        watch.close();
        look(20);
        assertThat(reloads).isEmpty();
    }

    @Test
    void looksByItself() throws IOException {
        try (var _ = DeskWatch.start(lab.file, lab.desk, new ReloadRequest(lab.desk))) {
            lab.write(named("by-itself"));
            TestKernel.await("the edit applied", () -> name().equals("by-itself"));
        }
    }
}
