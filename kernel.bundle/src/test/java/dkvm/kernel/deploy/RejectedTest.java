// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dkvm.kernel.store.JarStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RejectedTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-01T12:00:00.123Z"));
    private static final byte[] ONE = TestJar.of("keys", "1.0.0", "keys").bytes();
    private static final byte[] TWO = TestJar.of("keys", "2.0.0", "keys").bytes();
    private static final byte[] CUT = Arrays.copyOf(TWO, TWO.length / 2);
    private static final Optional<Path> NONE = Optional.empty();

    @TempDir
    Path deploy;
    @TempDir
    Path store;
    @TempDir(factory = OtherFileSystem.class)
    Path elsewhere;

    private Path folder = Path.of("");
    private Path place = Path.of("");
    private Rejected rejected = new Rejected(Path.of(""), CLOCK);

    @BeforeEach
    void folder() {
        folder = deploy.resolve("rejected");
        place = deploy.resolve("keys.jar");
        rejected = new Rejected(deploy, CLOCK);
    }

    @Test
    void aRefusedFileGoesWithItsReasonWrittenFirst() throws IOException {
        Files.write(place, CUT);
        rejected.reject(file(place), "it is cut; copy it again", NONE, () -> {
            assertThat(place).exists();
            assertThat(folder.resolve("keys.jar")).doesNotExist();
            assertThat(folder.resolve("keys.jar.reason"))
                    .hasContent("2026-03-01T12:00:00Z keys.jar is not taken: it is cut; copy it again\n");
        });

        assertThat(place).doesNotExist();
        assertThat(folder.resolve("keys.jar")).hasBinaryContent(CUT);
        assertThat(rejected.reasons()).isEqualTo(
                Map.of("keys.jar", "2026-03-01T12:00:00Z keys.jar is not taken: it is cut; copy it again"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).isEqualTo("rwx------");
        onlyThese("keys.jar", "keys.jar.reason");
    }

    @Test
    void whatWasGoodComesBackInItsPlace() throws IOException {
        Files.write(place, CUT);
        reject(good());

        assertThat(place).hasBinaryContent(ONE);
        assertThat(folder.resolve("keys.jar")).hasBinaryContent(CUT);
        try (var files = Files.list(deploy)) {
            assertThat(files).containsExactlyInAnyOrder(place, folder);
        }
    }

    @Test
    void itsNameIsNeverMissingWhereThereIsAGoodOne() throws IOException {
        Files.write(place, CUT);
        var inode = FileStat.of(place).key();
        reject(good());

        // A link was made, and the name replaced: the file itself is over there.
        assertThat(FileStat.of(folder.resolve("keys.jar")).key()).isEqualTo(inode);
        assertThat(FileStat.of(place).key()).isNotEqualTo(inode);
    }

    @Test
    void ofAnEarlierOneOfTheSameNameNothingIsKept() throws IOException {
        Files.write(place, CUT);
        rejected.reject(file(place), "it is cut; copy it again", NONE, () -> {});
        Files.writeString(place, "text");
        rejected.reject(file(place), "it is text; build it", NONE, () -> {});

        assertThat(folder.resolve("keys.jar")).hasContent("text");
        assertThat(rejected.reasons()).hasSize(1).extractingByKey("keys.jar").asString()
                .endsWith("it is text; build it");
        onlyThese("keys.jar", "keys.jar.reason");
    }

    @Test
    void itGoesAlsoWhenAKernelWasKilledHalfWay() throws IOException {
        Files.write(place, CUT);
        Files.createDirectory(folder);
        Files.createLink(folder.resolve("keys.jar"), place);
        reject(NONE);

        assertThat(place).doesNotExist();
        assertThat(folder.resolve("keys.jar")).hasBinaryContent(CUT);
    }

    @Test
    void itGoesAlsoToAnotherFileSystem() throws IOException {
        Files.createSymbolicLink(folder, elsewhere);
        Files.write(place, CUT);
        reject(good());
        assertThat(place).hasBinaryContent(ONE);
        assertThat(elsewhere.resolve("keys.jar")).hasBinaryContent(CUT);
        looks(2);

        write(elsewhere.resolve("keys.jar"), TWO);
        looks(1);
        assertThat(rejected.poll()).containsExactly("keys.jar");
        assertThat(place).hasBinaryContent(TWO);
    }

    @Test
    void whoeverStillWritesItFinishesAndItComesBack() throws IOException {
        try (var writer = FileChannel.open(place, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            write(writer, TWO, 0, TWO.length / 3);
            reject(good());
            looks(3);
            write(writer, TWO, TWO.length / 3, TWO.length / 2);
            looks(3);
            assertThat(place).hasBinaryContent(ONE);
            write(writer, TWO, TWO.length / 2, TWO.length);
        }

        // One look sees the change, the second that it is over.
        assertThat(rejected.poll()).isEmpty();
        assertThat(rejected.poll()).containsExactly("keys.jar");
        assertThat(place).hasBinaryContent(TWO);
        assertThat(folder).isEmptyDirectory();
        assertThat(rejected.reasons()).isEmpty();
    }

    @Test
    void itComesBackUnderItsNameAlsoWithoutAGoodOne() throws IOException {
        Files.write(place, CUT);
        reject(NONE);
        write(folder.resolve("keys.jar"), TWO);
        looks(1);

        assertThat(rejected.poll()).containsExactly("keys.jar");
        assertThat(place).hasBinaryContent(TWO);
    }

    @Test
    void whatWasWrittenWhileItWasRefusedComesBack() throws IOException {
        Files.write(place, CUT);
        var found = file(place);
        write(place, TWO);
        rejected.reject(found, "it is cut; copy it again", NONE, () -> {});
        looks(1);

        assertThat(rejected.poll()).containsExactly("keys.jar");
        assertThat(place).hasBinaryContent(TWO);
    }

    @Test
    void aFileThatWasPutInItsPlaceMeanwhileIsNotOverwritten() throws IOException {
        Files.write(place, CUT);
        rejected.reject(file(place), "it is cut; copy it again", good(), () -> {});
        Files.write(place, "somebody's next attempt".getBytes(StandardCharsets.UTF_8));
        write(folder.resolve("keys.jar"), TWO);
        looks(3);

        assertThat(place).hasContent("somebody's next attempt");
        assertThat(folder.resolve("keys.jar")).hasBinaryContent(TWO);
    }

    @Test
    void aFileThatReplacesItWhileItIsRefusedStays() throws IOException {
        Files.write(place, CUT);
        rejected.reject(file(place), "it is cut; copy it again", NONE, () -> replace(TWO));
        looks(2);

        assertThat(place).hasBinaryContent(TWO);
        assertThat(folder).as("no reason without a file").isEmptyDirectory();
    }

    @Test
    void twoKernelsThatRefuseTheSameFileLoseNothing() throws IOException {
        Files.write(place, CUT);
        var found = file(place);
        var other = new Rejected(deploy, CLOCK);
        rejected.reject(found, "it is cut; copy it again", good(), () -> {});
        other.reject(found, "it is cut; copy it again", good(), () -> {});
        looks(2);
        assertThat(other.poll()).isEmpty();
        assertThat(other.poll()).isEmpty();

        assertThat(place).hasBinaryContent(ONE);
        assertThat(folder.resolve("keys.jar")).hasBinaryContent(CUT);
        onlyThese("keys.jar", "keys.jar.reason");
    }

    @Test
    void whatDoesNotChangeStays() throws IOException {
        var damaged = TWO.clone();
        damaged[TWO.length / 2] ^= 1;
        Files.write(place, damaged);
        reject(NONE);
        looks(3);
        // Neither is a content.
        Files.setPosixFilePermissions(folder.resolve("keys.jar"), PosixFilePermissions.fromString("rw-------"));
        Files.createLink(folder.resolve("link"), folder.resolve("keys.jar"));
        looks(3);

        assertThat(folder.resolve("keys.jar")).hasBinaryContent(damaged);
    }

    @Test
    void anotherKernelTakesUpWhatWasWrittenAfterItsReason() throws IOException {
        Files.write(place, CUT);
        reject(NONE);
        var target = folder.resolve("keys.jar");
        var reason = Files.getLastModifiedTime(folder.resolve("keys.jar.reason")).toInstant();
        Files.write(target, TWO);
        Files.setLastModifiedTime(target, FileTime.from(reason));
        var next = new Rejected(deploy, CLOCK);
        assertThat(next.poll()).isEmpty();
        assertThat(next.poll()).isEmpty();

        Files.setLastModifiedTime(target, FileTime.from(reason.plusSeconds(1)));
        var last = new Rejected(deploy, CLOCK);
        assertThat(last.poll()).isEmpty();
        assertThat(last.poll()).containsExactly("keys.jar");
    }

    @Test
    void whatSomebodyPutThereStays() throws IOException {
        Files.createDirectory(folder);
        Files.write(folder.resolve("mine.jar"), CUT);
        looks(2);
        write(folder.resolve("mine.jar"), TWO);
        looks(3);

        assertThat(rejected.reasons()).isEmpty();
        assertThat(folder.resolve("mine.jar")).hasBinaryContent(TWO);
    }

    @Test
    void aFileThatIsGoneCannotBeRefused() throws IOException {
        Files.write(place, CUT);
        var found = file(place);
        Files.delete(place);

        assertThatThrownBy(() -> rejected.reject(found, "it is cut; copy it again", good(), () -> {}))
                .isInstanceOf(IOException.class);
        assertThat(place).doesNotExist();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void itStaysWhereItIsWhenTheGoodOneCannotBePutInItsPlace() throws IOException {
        Files.write(place, CUT);

        assertThatThrownBy(() -> reject(Optional.of(store.resolve("absent.jar")))).isInstanceOf(IOException.class);
        assertThat(place).hasBinaryContent(CUT);
        assertThat(folder).isEmptyDirectory();
    }

    /** As of who builds elsewhere. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLinkLeadsToTheSameFileFromThereAndComesBackWhenThatIsBuiltAnew(boolean hasGood) throws IOException {
        var built = Files.write(deploy.resolveSibling("built.jar"), CUT);
        Files.createSymbolicLink(place, Path.of("../built.jar"));
        reject(hasGood ? good() : Optional.empty());

        assertThat(folder.resolve("keys.jar")).hasBinaryContent(CUT);
        assertThat(rejected.reasons()).containsOnlyKeys("keys.jar");
        assertThat(Files.exists(place)).isEqualTo(hasGood);
        looks(2);
        Files.write(built, ONE);
        looks(1);
        assertThat(rejected.poll()).containsExactly("keys.jar");
        assertThat(place.toRealPath()).isEqualTo(built.toRealPath());
    }

    @Test
    void whatAKilledKernelLeftUnfinishedCanBeTidied() throws IOException {
        Files.write(place, ONE);
        Files.write(deploy.resolve(".keys.jar.part"), CUT);
        WholeFile.tidy(deploy);

        try (var files = Files.list(deploy)) {
            assertThat(files).containsExactly(place);
        }
    }

    @Test
    void aFolderThatIsNoneIsNoFault() throws IOException {
        Files.writeString(folder, "");
        looks(2);
        Files.delete(folder);
        looks(2);

        assertThat(rejected.reasons()).isEmpty();
    }

    private void reject(Optional<Path> good) throws IOException {
        rejected.reject(file(place), "it is not good; mend it", good, () -> {});
    }

    private void looks(int number) {
        for (int look = 0; look < number; look++) {
            assertThat(rejected.poll()).isEmpty();
        }
    }

    private Optional<Path> good() throws IOException {
        return Optional.of(new JarStore(store).put(Files.write(store.resolve("one"), ONE)));
    }

    private static FolderFile file(Path path) throws IOException {
        return new FolderFile(path.getFileName().toString(), FileStat.of(path), new Content.Unstable());
    }

    private void replace(byte[] content) {
        try {
            Files.move(Files.write(deploy.resolve("new"), content), place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        Files.write(file, content, StandardOpenOption.TRUNCATE_EXISTING);
    }

    private static void write(FileChannel channel, byte[] content, int from, int to) throws IOException {
        channel.write(ByteBuffer.wrap(content, from, to - from));
    }

    private void onlyThese(String... names) throws IOException {
        try (var files = Files.list(folder)) {
            assertThat(files).extracting(file -> file.getFileName().toString()).containsExactlyInAnyOrder(names);
        }
    }
}
