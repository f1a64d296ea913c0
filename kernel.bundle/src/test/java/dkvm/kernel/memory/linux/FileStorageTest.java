// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dkvm.kernel.memory.PoolRefusedException;
import dkvm.kernel.memory.PoolRefusedException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(value = OS.LINUX, disabledReason = "it needs posix_fallocate and owners of files")
class FileStorageTest {
    private static final long MIB = 1L << 20;
    private static final int NOBODY = 65534;

    @TempDir
    Path home;

    private final FaultyCalls calls = new FaultyCalls();
    private Path folder;
    private FileStorage storage;

    @BeforeEach
    void makeStorage() {
        folder = home.resolve("run").resolve("pools");
        storage = new FileStorage(folder, Optional.of(calls));
    }

    @Test
    void makesAFileForItsOwnerAlone() throws Exception {
        try (var file = storage.create(MIB + 1)) {
            var path = Path.of(file.path());
            assertThat(path).isAbsolute().hasParentRaw(folder);
            assertThat(Files.size(path)).isEqualTo(file.bytes()).isEqualTo(MIB + calls.pageSize());
            assertThat((long) Files.getAttribute(path, "unix:ino")).isEqualTo(file.inode());
            assertThat(permissions(path)).isEqualTo("rw-------");
            assertThat(permissions(folder)).isEqualTo("rwx------");
            assertThat(calls.open).as("its descriptors here").isEmpty();

            file.seal();
            assertThat(permissions(path)).isEqualTo("r--------");
        }
        assertThat(folder).isEmptyDirectory();
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void eachHasAFileOfItsOwn() throws Exception {
        var one = storage.create(MIB);
        try (var other = storage.create(MIB)) {
            assertThat(one.path()).isNotEqualTo(other.path());
            assertThat(one.inode()).isNotEqualTo(other.inode());
            one.close();
            one.close();
            assertThat(Path.of(other.path())).exists();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void passesByWhatAnEarlierKernelOfTheSamePidLeft() throws Exception {
        var left = folder.resolve("pool-" + ProcessHandle.current().pid() + "-1.mem");
        Files.createDirectories(folder);
        Files.writeString(left, "left");
        try (var file = storage.create(MIB)) {
            assertThat(Path.of(file.path())).isNotEqualTo(left);
            assertThat(left).hasContent("left");
        }
    }

    @Test
    void doesNotFollowALinkOfThatName() throws Exception {
        var victim = Files.writeString(home.resolve("victim"), "precious");
        Files.createDirectories(folder);
        Files.createSymbolicLink(folder.resolve("pool-" + ProcessHandle.current().pid() + "-1.mem"), victim);
        storage.create(MIB).close();

        assertThat(victim).hasContent("precious");
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "posix_fallocate"})
    void leavesNothingBehindWhenItCannotBeMade(String call) {
        for (int errno : new int[]{Errno.ENOSPC, Errno.EDQUOT, Errno.EOPNOTSUPP, Errno.EROFS, Errno.EINTR}) {
            calls.fail(call, errno);
            var refused = catchThrowableOfType(PoolRefusedException.class, () -> storage.create(MIB));

            assertThat(refused.reason()).isEqualTo(Reason.NO_POOL);
            assertThat(refused).hasMessageContaining(Errno.words(-errno)).hasMessageContaining(folder.toString());
            assertThat(calls.open).isEmpty();
            assertThat(folder).isEmptyDirectory();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "posix_fallocate"})
    void goesOnAfterASignal(String call) throws Exception {
        calls.fail(call, Errno.EINTR, 3);
        storage.create(MIB).close();

        assertThat(calls.made).filteredOn(call::equals).hasSize(4);
    }

    @Test
    void refusesWhereThereIsNoRoom() throws Exception {
        assumeRoot();
        Files.createDirectories(folder);
        run("mount", "-t", "tmpfs", "-o", "size=2m,mode=0700", "dkvm-test", folder.toString());
        try {
            assertThatThrownBy(() -> storage.create(3 * MIB)).isInstanceOf(PoolRefusedException.class)
                    .hasMessageContaining("no space left");
            assertThat(folder).isEmptyDirectory();
            storage.create(MIB).close();
        } finally {
            // Lazily: a descriptor left open fails another test, and is no reason to leave the mount.
            run("umount", "-l", folder.toString());
        }
    }

    @Test
    void itsOwnerCannotOpenASealedFileToWrite() throws Exception {
        try (var file = storage.create(MIB)) {
            var open = new ArrayList<>(List.of("sh", "-c", "exec 3<\"$0\" && echo read; exec 4<>\"$0\" && echo written",
                    file.path()));
            if (calls.user() == 0) {
                // Root may do all, so another has to own it and try.
                assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "there is no setpriv");
                open.addAll(0, List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
                Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
                Files.setPosixFilePermissions(home.resolve("run"), PosixFilePermissions.fromString("rwx--x--x"));
                Files.setAttribute(folder, "unix:uid", NOBODY);
                Files.setAttribute(Path.of(file.path()), "unix:uid", NOBODY);
            }
            assertThat(run(open)).containsExactly("read", "written");
            file.seal();

            assertThat(run(open)).hasSize(2).startsWith("read").last().asString().contains("Permission denied");
        }
    }

    @Test
    void refusesAFolderThatIsALink() throws Exception {
        var elsewhere = Files.createDirectory(home.resolve("elsewhere"));
        Files.createDirectory(home.resolve("run"));
        Files.createSymbolicLink(folder, elsewhere);

        assertThatThrownBy(() -> storage.create(MIB)).isInstanceOf(PoolRefusedException.class)
                .hasMessageContaining("symbolic link");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void refusesAFolderOfAnother() throws Exception {
        assumeRoot();
        Files.createDirectories(folder);
        Files.setAttribute(folder, "unix:uid", NOBODY);

        assertThatThrownBy(() -> storage.create(MIB)).isInstanceOf(PoolRefusedException.class)
                .hasMessageContaining("belongs to user " + NOBODY);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesAFolderThatIsAFile() throws Exception {
        Files.createDirectory(home.resolve("run"));
        Files.writeString(folder, "a file");

        assertThatThrownBy(() -> storage.create(MIB)).isInstanceOf(PoolRefusedException.class)
                .hasMessageContaining(folder.toString());
        assertThat(folder).hasContent("a file");
    }

    @Test
    void shutsAFolderThatOthersMayEnter() throws Exception {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        storage.create(MIB).close();

        assertThat(permissions(folder)).isEqualTo("rwx------");
    }

    @Test
    void clearsWhatAKilledKernelLeftAndNothingElse() throws Exception {
        Files.createDirectories(folder);
        var left = Files.writeString(folder.resolve("pool-123-45.mem"), "left");
        var sealed = Files.writeString(folder.resolve("pool-1-1.mem"), "left");
        Files.setPosixFilePermissions(sealed, PosixFilePermissions.fromString("r--------"));
        var others = List.of("pool-1-1.mem.txt", "my-pool-1-1.mem", "pool-x-1.mem", "notes");
        for (var other : others) {
            Files.writeString(folder.resolve(other), "mine");
        }
        Files.createDirectory(folder.resolve("pool-2-2.mem"));
        Files.createSymbolicLink(folder.resolve("pool-3-3.mem"), folder.resolve("notes"));
        FileStorage.clear(folder);

        assertThat(left).doesNotExist();
        assertThat(sealed).doesNotExist();
        assertThat(others).allMatch(other -> Files.exists(folder.resolve(other)));
        assertThat(folder.resolve("pool-2-2.mem")).isDirectory();
        assertThat(Files.exists(folder.resolve("pool-3-3.mem"), LinkOption.NOFOLLOW_LINKS)).isTrue();
    }

    @Test
    void clearsNothingWhereThereIsNothing() throws Exception {
        FileStorage.clear(folder);
        assertThat(folder).doesNotExist();

        var elsewhere = Files.createDirectory(home.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("pool-1-1.mem"), "another's");
        Files.createDirectory(home.resolve("run"));
        Files.createSymbolicLink(folder, elsewhere);
        FileStorage.clear(folder);
        assertThat(elsewhere.resolve("pool-1-1.mem")).exists();
    }

    @Test
    void saysSoWhereThereIsNoSuchStorage() {
        assertThatThrownBy(() -> new FileStorage(folder, Optional.empty()).create(MIB))
                .isInstanceOf(PoolRefusedException.class).hasMessageContaining("Linux");
        assertThat(folder).doesNotExist();
    }

    private void assumeRoot() {
        assumeTrue(calls.user() == 0, "only root can mount, or give files away");
    }

    private static void run(String... command) throws Exception {
        assertThat(run(List.of(command))).as(String.join(" ", command)).isEmpty();
    }

    /** What a command says. */
    private static List<String> run(List<String> command) throws Exception {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        var process = builder.start();
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            var lines = out.readAllLines();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            return lines;
        }
    }
}
