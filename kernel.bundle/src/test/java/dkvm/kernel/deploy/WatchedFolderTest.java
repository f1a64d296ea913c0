// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dkvm.kernel.deploy.Content.Incomplete;
import dkvm.kernel.deploy.Content.Unreadable;
import dkvm.kernel.deploy.Content.Unstable;
import dkvm.kernel.deploy.Content.Whole;
import dkvm.kernel.store.JarStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchedFolderTest {
    private static final byte[] ONE = TestJar.of("keys", "1.0.0", "keys").stored().bytes();
    private static final byte[] TWO = TestJar.of("keys", "2.0.0", "keys").stored().bytes();

    @TempDir
    Path above;
    @TempDir(factory = OtherFileSystem.class)
    Path elsewhere;

    private Path deploy = Path.of("");
    private Path store = Path.of("");
    private WatchedFolder folder = new WatchedFolder(deploy, new JarStore(store), () -> 0);
    private long nanos;

    @BeforeEach
    void folder() throws IOException {
        deploy = Files.createDirectory(above.resolve("deploy"));
        store = above.resolve("store");
        folder = new WatchedFolder(deploy, new JarStore(store), () -> nanos);
    }

    @Test
    void aFileCountsOnceTwoLooksFindItTheSame() throws IOException {
        put("keys.jar", ONE);

        assertThat(folder.poll().changing()).containsExactly("keys.jar");
        assertThat(content("keys.jar")).isInstanceOfSatisfying(Whole.class, whole -> {
            assertThat(whole.stored()).hasBinaryContent(ONE).hasFileName(whole.hash() + ".jar");
            assertThat(whole.stored().getParent()).isEqualTo(store);
        });
        assertThat(folder.poll().isSettled()).isTrue();
    }

    @Test
    void theFolderMayLieOnAnotherFileSystemThanTheStore() throws IOException {
        TestJar.of("keys", "1.0.0", "keys").write(elsewhere.resolve("keys.jar"));
        var other = new WatchedFolder(elsewhere, new JarStore(store), () -> nanos);
        other.poll();

        assertThat(other.poll().files()).singleElement().extracting(FolderFile::content).isInstanceOf(Whole.class);
    }

    @Test
    void aFileThatDidNotChangeIsNotReadAgain() throws IOException {
        put("keys.jar", ONE);
        folder.poll();
        var whole = content("keys.jar");
        emptyStore();

        assertThat(content("keys.jar")).isEqualTo(whole);
        assertThat(store).isEmptyDirectory();
    }

    @Test
    void theSameBytesWithAnotherTimeAreTheSameContent() throws IOException {
        put("keys.jar", ONE);
        folder.poll();
        var whole = content("keys.jar");
        at("keys.jar", Instant.now().minusSeconds(1000));

        assertThat(content("keys.jar")).isInstanceOf(Unstable.class);
        assertThat(content("keys.jar")).isEqualTo(whole);
    }

    @Test
    void otherBytesWithATimeSetBackAreAChange() throws IOException {
        put("keys.jar", TWO);
        folder.poll();
        var two = content("keys.jar");
        put("keys.jar", ONE);
        at("keys.jar", Instant.now().minusSeconds(100_000));

        assertThat(content("keys.jar")).isInstanceOf(Unstable.class);
        assertThat(content("keys.jar")).isInstanceOfSatisfying(Whole.class,
                one -> assertThat(one.stored()).hasBinaryContent(ONE)).isNotEqualTo(two);
    }

    @Test
    void otherBytesOfTheSameLengthAndTimeAreAChange() throws IOException {
        var time = Instant.now().minusSeconds(100);
        var file = put("keys.jar", ONE);
        at("keys.jar", time);
        folder.poll();
        folder.poll();
        var before = FileStat.of(file);
        assertThat(TWO.length).isEqualTo(ONE.length);
        do {
            // Until the clock of the file system has gone on.
            put("keys.jar", TWO);
            at("keys.jar", time);
        } while (FileStat.of(file).ctime().equals(before.ctime()));

        assertThat(FileStat.of(file).isWrittenAs(before)).isTrue();
        assertThat(content("keys.jar")).isInstanceOf(Unstable.class);
        assertThat(content("keys.jar")).isInstanceOfSatisfying(Whole.class,
                whole -> assertThat(whole.stored()).hasBinaryContent(TWO));
    }

    @Test
    void aFileThatIsWrittenWhileItIsCopiedIsNotTaken() throws IOException {
        var busy = new WatchedFolder(deploy, file -> {
            var stored = new JarStore(store).put(file);
            Files.write(file, new byte[1], StandardOpenOption.APPEND);
            return stored;
        }, () -> nanos);
        put("keys.jar", ONE);

        for (int look = 0; look < 4; look++) {
            assertThat(busy.poll().files()).singleElement().extracting(FolderFile::content)
                    .isNotInstanceOf(Whole.class);
        }
    }

    @Test
    void toGoTakesTwoLooksToo() throws IOException {
        var file = put("keys.jar", ONE);
        folder.poll();
        folder.poll();
        Files.delete(file);

        assertThat(folder.poll().isSettled()).isFalse();
        assertThat(folder.poll()).isEqualTo(new FolderState(List.of(), Optional.empty()));
    }

    @Test
    void aFileThatIsPutBackAtOnceWasNeverGone() throws IOException {
        var file = put("keys.jar", ONE);
        folder.poll();
        var whole = content("keys.jar");
        Files.delete(file);
        assertThat(content("keys.jar")).isInstanceOf(Unstable.class);
        put("keys.jar", ONE);

        assertThat(content("keys.jar")).isInstanceOf(Unstable.class);
        assertThat(content("keys.jar")).isEqualTo(whole);
    }

    @Test
    void aFileThatIsRenamedHasTheSameContentUnderTheOtherName() throws IOException {
        var file = put("keys.jar", ONE);
        folder.poll();
        var whole = content("keys.jar");
        Files.move(file, deploy.resolve("other.jar"));

        assertThat(folder.poll().isSettled()).isFalse();
        assertThat(folder.poll().files()).extracting(FolderFile::name).containsExactly("other.jar");
        assertThat(content("other.jar")).isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 85, 95, 99})
    void aJarCutAnywhereIsIncompleteUntilItIsWhole(int percent) throws IOException {
        put("keys.jar", Arrays.copyOf(ONE, ONE.length * percent / 100));
        nanos = 5;
        folder.poll();
        nanos += Content.PATIENCE.toNanos() / 2;

        assertThat(content("keys.jar")).isInstanceOfSatisfying(Incomplete.class, incomplete -> {
            assertThat(incomplete.sinceNanos()).isEqualTo(5);
            assertThat(incomplete.words()).contains(percent == 0 ? "it is empty" : "its end is missing", "again");
            assertThat(incomplete.isOverdue(4 + Content.PATIENCE.toNanos())).isFalse();
            assertThat(incomplete.isOverdue(5 + Content.PATIENCE.toNanos())).isTrue();
        });
        assertThat(folder.poll().isSettled()).isTrue();
        assertThat(store).doesNotExist();

        put("keys.jar", ONE);
        folder.poll();
        assertThat(content("keys.jar")).isInstanceOf(Whole.class);
    }

    @Test
    void eachPieceThatComesGivesItTimeAgain() throws IOException {
        put("keys.jar", Arrays.copyOf(ONE, 100));
        folder.poll();
        folder.poll();
        Files.write(deploy.resolve("keys.jar"), new byte[100], StandardOpenOption.APPEND);
        nanos = 7;
        folder.poll();
        nanos = 8;

        assertThat(content("keys.jar")).isInstanceOfSatisfying(Incomplete.class,
                incomplete -> assertThat(incomplete.sinceNanos()).isEqualTo(7));
    }

    @Test
    void textIsIncompleteToo() throws IOException {
        put("keys.jar", "no jar at all\n".getBytes(StandardCharsets.UTF_8));
        folder.poll();

        assertThat(content("keys.jar")).isInstanceOfSatisfying(Incomplete.class,
                incomplete -> assertThat(incomplete.words()).startsWith("it is no zip file"));
    }

    @Test
    void aFileTooLargeIsNotCopied() throws IOException {
        try (var channel = FileChannel.open(put("keys.jar", ONE), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), WatchedFolder.MOST_BYTES);
        }
        folder.poll();

        assertThat(content("keys.jar")).isInstanceOfSatisfying(Incomplete.class,
                incomplete -> assertThat(incomplete.words()).startsWith("it is larger than 256MiB"));
        assertThat(store).doesNotExist();
    }

    @Test
    void whatIsNoJarByNameIsIgnored() throws IOException {
        put(".keys.jar", ONE);
        put("keys.jar.part", ONE);
        put("keys.JAR", ONE);
        Files.createDirectories(deploy.resolve("folder.jar/rejected"));
        Files.createSymbolicLink(deploy.resolve("nothing.jar"), deploy.resolve("absent"));

        assertThat(folder.poll().files()).isEmpty();
        assertThat(folder.poll()).isEqualTo(new FolderState(List.of(), Optional.empty()));
    }

    @Test
    void aFolderThatVanishesIsAStateAndItsFilesAreNotGone() throws IOException {
        put("keys.jar", ONE);
        folder.poll();
        var whole = content("keys.jar");
        var away = Files.move(deploy, above.resolve("away"));

        var state = folder.poll();
        assertThat(state.isSettled()).isFalse();
        assertThat(state.fault()).hasValue(deploy + " is not there; what runs stays, make it anew");
        assertThat(state.files()).singleElement().extracting(FolderFile::content).isEqualTo(whole);

        Files.writeString(deploy, "");
        assertThat(folder.poll().fault().orElseThrow()).contains("is no folder");
        Files.delete(deploy);
        Files.move(away, deploy);
        assertThat(folder.poll().fault()).isEmpty();
        assertThat(content("keys.jar")).isEqualTo(whole);
    }

    @Test
    void aStoreThatTakesNothingIsAStateUntilItDoes() throws IOException {
        Files.writeString(store, "in its place");
        put("keys.jar", ONE);
        folder.poll();

        assertThat(content("keys.jar")).isInstanceOfSatisfying(Unreadable.class,
                unreadable -> assertThat(unreadable.words()).startsWith("it cannot be stored: ")
                        .contains(store.toString()));
        assertThat(folder.poll().isSettled()).isTrue();
        Files.delete(store);
        nanos = WatchedFolder.RETRY_NANOS - 1;
        assertThat(content("keys.jar")).isInstanceOf(Unreadable.class);
        nanos++;
        assertThat(content("keys.jar")).isInstanceOf(Whole.class);
    }

    @Test
    void aFileThatMayNotBeReadIsAState() throws IOException {
        var file = put("keys.jar", ONE);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-w-------"));
        assumeThat(Files.isReadable(file)).as("root may read everything").isFalse();
        folder.poll();

        assertThat(content("keys.jar")).isEqualTo(
                new Unreadable("it cannot be read; give its owner the right to"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        folder.poll();
        assertThat(content("keys.jar")).isInstanceOf(Whole.class);
    }

    @Test
    void aFileWhoseNameIsNoTextHoldsNobodyUp() throws Exception {
        assertThat(new ProcessBuilder("sh", "-c", "printf x > \"$(printf 'bad\\377.jar')\"").directory(deploy.toFile())
                .start().waitFor()).isZero();
        put("keys.jar", ONE);
        folder.poll();

        assertThat(content("bad\uFFFD.jar")).isInstanceOfSatisfying(Unreadable.class,
                unreadable -> assertThat(unreadable.words()).startsWith("its name is no text in "));
        assertThat(folder.poll().isSettled()).isTrue();
    }

    @Test
    void twoHundredAtOnceAreReadOnce() throws IOException {
        for (int i = 0; i < 200; i++) {
            TestJar.of("bundle" + i, "1.0.0", "type" + i).write(deploy.resolve("n" + i + ".jar"));
        }
        folder.poll();

        assertThat(folder.poll().files()).hasSize(200).allMatch(file -> file.content() instanceof Whole);
        emptyStore();
        assertThat(folder.poll().files()).hasSize(200).allMatch(file -> file.content() instanceof Whole);
        assertThat(store).isEmptyDirectory();
    }

    private Content content(String name) {
        return folder.poll().files().stream().filter(file -> file.name().equals(name)).findFirst().orElseThrow()
                .content();
    }

    private Path put(String name, byte[] content) throws IOException {
        return Files.write(deploy.resolve(name), content);
    }

    private void at(String name, Instant time) throws IOException {
        Files.setLastModifiedTime(deploy.resolve(name), FileTime.from(time));
    }

    private void emptyStore() throws IOException {
        try (Stream<Path> files = Files.list(store)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
    }
}
