// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dkvm.kernel.memory.PoolRefusedException;
import dkvm.kernel.memory.PoolRefusedException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(value = OS.LINUX, disabledReason = "memory files are Linux's")
class MemfdStorageTest {
    private static final long MIB = 1L << 20;

    private final FaultyCalls calls = new FaultyCalls();
    private final MemfdStorage storage = new MemfdStorage(Optional.of(calls));

    @Test
    void makesAFileThatIsFoundByPathInodeAndSize() throws Exception {
        try (var file = storage.create(MIB)) {
            assertThat(file.path()).isEqualTo("/proc/" + ProcessHandle.current().pid() + "/fd/" + onlyDescriptor());
            assertThat((long) Files.getAttribute(Path.of(file.path()), "unix:ino")).isEqualTo(file.inode());
            assertThat(Files.size(Path.of(file.path()))).isEqualTo(MIB).isEqualTo(file.bytes());
        }
        assertThat(calls.open).isEmpty();
    }

    @Test
    void takesWholePagesAndAllOfThemAtOnce() throws Exception {
        long page = calls.pageSize();
        try (var file = storage.create(10 * page + 1)) {
            assertThat(file.bytes()).isEqualTo(11 * page);
            assertThat(blocks(file.path()) * 512).isEqualTo(11 * page);
        }
    }

    /** How many blocks of 512 bytes are allocated: Java does not say, stat(1) does. */
    private static long blocks(String path) throws IOException {
        var stat = new ProcessBuilder("stat", "-L", "-c", "%b", path).start();
        try (var out = stat.inputReader(StandardCharsets.US_ASCII)) {
            return Long.parseLong(out.readLine());
        }
    }

    @Test
    void aSealedFileIsForItsOwnerToRead() throws Exception {
        try (var file = storage.create(MIB)) {
            file.seal();

            assertThat(Files.getPosixFilePermissions(Path.of(file.path())))
                    .isEqualTo(PosixFilePermissions.fromString("r--------"));
            int all = MemfdFile.SIZE_SEALS | MemfdFile.LAST_SEALS;
            assertThat(calls.seals(onlyDescriptor()) & all).isEqualTo(all);
        }
    }

    @Test
    void closesItsDescriptorOnce() throws Exception {
        var file = storage.create(MIB);
        file.close();
        file.close();

        assertThat(calls.open).isEmpty();
        assertThatIOException().isThrownBy(file::seal).withMessageContaining("closed");
        assertThat(calls.made).doesNotContain("fchmod");
    }

    @Test
    void doesWithoutNoexecWhereThatIsUnknown() throws Exception {
        calls.fail("memfd_create", Errno.EINVAL);
        try (var file = storage.create(MIB)) {
            file.seal();

            assertThat(calls.made).startsWith("memfd_create", "memfd_create again");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"memfd_create", "ftruncate", "posix_fallocate", "size seals", "fchmod", "last seals",
            "read seals"})
    void goesOnAfterASignal(String call) throws Exception {
        calls.fail(call, Errno.EINTR, 3);
        try (var file = storage.create(MIB)) {
            file.seal();

            assertThat(calls.made).filteredOn(call::equals).hasSize(4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"memfd_create", "ftruncate", "posix_fallocate", "size seals"})
    void leavesNothingOpenWhenItCannotBeMade(String call) {
        for (int errno : new int[]{Errno.ENOMEM, Errno.ENOSPC, Errno.EPERM, Errno.EMFILE, Errno.EINTR, 77}) {
            calls.fail(call, errno);
            var refused = catchThrowableOfType(PoolRefusedException.class, () -> storage.create(MIB));

            assertThat(refused.reason()).isEqualTo(Reason.NO_POOL);
            assertThat(refused).hasMessageContaining("no pool of 1MiB").hasMessageContaining(Errno.words(-errno));
            assertThat(calls.open).as("open after %s failed", call).isEmpty();
        }
    }

    @Test
    void leavesNothingOpenWhenItsInodeCannotBeRead() {
        // A descriptor that /proc does not know.
        calls.answer("memfd_create", Integer.MAX_VALUE, 1).answer("ftruncate", 0, 1).answer("posix_fallocate", 0, 1)
                .answer("size seals", 0, 1);

        assertThatThrownBy(() -> storage.create(MIB)).isInstanceOf(PoolRefusedException.class)
                .hasMessageContaining("inode");
        assertThat(calls.open).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fchmod", "last seals", "read seals"})
    void saysSoWhenItCannotBeSealed(String call) throws Exception {
        calls.fail(call, Errno.EINVAL);
        try (var file = storage.create(MIB)) {
            assertThatIOException().isThrownBy(file::seal).withMessageContaining("EINVAL")
                    .withMessageContaining("storage: file");
        }
        assertThat(calls.open).isEmpty();
    }

    @Test
    void believesNoSealsThatAreNotThere() throws Exception {
        calls.answer("last seals", 0, 1);
        try (var file = storage.create(MIB)) {
            assertThatIOException().isThrownBy(file::seal).withMessageContaining("only the seals");
        }
    }

    @Test
    void refusesWhatNoMachineHas() {
        for (long bytes : new long[]{Long.MAX_VALUE, Long.MAX_VALUE - 1}) {
            assertThatThrownBy(() -> storage.create(bytes)).isInstanceOf(PoolRefusedException.class);
        }
        for (long bytes : new long[]{0, -1, Long.MIN_VALUE}) {
            assertThatIllegalArgumentException().isThrownBy(() -> storage.create(bytes));
        }
        assertThat(calls.made).isEmpty();
    }

    @Test
    void saysSoWhereThereIsNoSuchStorage() {
        assertThatThrownBy(() -> new MemfdStorage(Optional.empty()).create(MIB))
                .isInstanceOf(PoolRefusedException.class).hasMessageContaining("Linux");
    }

    private int onlyDescriptor() {
        assertThat(calls.open).hasSize(1);
        return calls.open.iterator().next();
    }
}
