// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.memory.MemoryBudget.Share;
import dkvm.kernel.memory.PoolRefusedException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryBudgetTest {
    private static final long MIB = 1L << 20;
    private static final long PLENTY = Long.MAX_VALUE;
    private static final Share ALONE = new Share("screen", 0, PLENTY);
    private static final String V2 = "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n";
    private static final String V1 = """
            31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
            34 31 0:31 / /sys/fs/cgroup/cpuset rw,relatime - cgroup cgroup rw,cpuset
            35 31 0:32 / /sys/fs/cgroup/memory rw,relatime shared:9 - cgroup cgroup rw,memory
            41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
            """;

    @TempDir
    Path root;

    private void file(String path, String text) throws IOException {
        var file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void available(long mib) throws IOException {
        file("proc/meminfo", "MemTotal:  999999 kB\nMemFree:  1 kB\nMemAvailable:  " + (mib << 10) + " kB\n");
    }

    /** A group of the second version: folder, limit, usage. */
    private void group2(String folder, String max, long usedMib) throws IOException {
        file(folder + "/memory.max", max + "\n");
        file(folder + "/memory.current", usedMib * MIB + "\n");
    }

    private MemoryBudget budget(long limit) {
        return new MemoryBudget(limit, new MachineMemory(root));
    }

    private void fits(long bytes) {
        assertThat(budget(PLENTY).check(bytes, 0, ALONE)).isEmpty();
    }

    private void fitsNot(long bytes, String because) {
        assertThat(budget(PLENTY).check(bytes, 0, ALONE)).hasValueSatisfying(refusal -> {
            assertThat(refusal.reason()).isEqualTo(Reason.NO_POOL);
            assertThat(refusal.words()).contains(because, "64MiB stay free", "smaller or fewer streams");
        });
    }

    @Test
    void thePoolsOfAKernelKeepItsLimit() {
        var budget = budget(100 * MIB);

        assertThat(budget.check(40 * MIB, 60 * MIB, ALONE)).isEmpty();
        assertThat(budget.check(40 * MIB + 1, 60 * MIB, ALONE)).hasValueSatisfying(refusal -> {
            assertThat(refusal.reason()).isEqualTo(Reason.QUOTA);
            assertThat(refusal.words()).isEqualTo("a pool of 40MiB is needed, the pools of this kernel have 60MiB "
                    + "already, and are allowed 100MiB; raise the kernel's memory: {limit: …}, or use smaller or fewer "
                    + "streams");
            assertThat(refusal.exception()).hasMessage(refusal.words());
        });
    }

    @Test
    void thePoolsOfADeviceKeepItsOwn() {
        var budget = budget(100 * MIB);

        assertThat(budget.check(10 * MIB, 0, new Share("screen", 20 * MIB, 30 * MIB))).isEmpty();
        assertThat(budget.check(11 * MIB, 0, new Share("screen", 20 * MIB, 30 * MIB)))
                .hasValueSatisfying(refusal -> assertThat(refusal.words()).contains("\"screen\" have 20MiB", "30MiB"));
    }

    @Test
    void numbersPastAllBoundsAreTooLarge() throws IOException {
        available(1000);
        for (long bytes : new long[]{Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MAX_VALUE / 2 + 1}) {
            assertThat(budget(PLENTY).check(bytes, 0, ALONE)).as("machine, %d", bytes).isPresent();
            assertThat(budget(512 * MIB).check(bytes, bytes, ALONE)).as("kernel, %d", bytes).isPresent();
            assertThat(budget(PLENTY).check(bytes, Long.MAX_VALUE - bytes + 1, ALONE)).as("sum of %d", bytes)
                    .hasValueSatisfying(refusal -> assertThat(refusal.reason()).isEqualTo(Reason.QUOTA));
            assertThat(budget(PLENTY).check(1, 0, new Share("screen", bytes, bytes))).as("device, %d", bytes)
                    .isPresent();
        }
    }

    @Test
    void aLimitThatWasLoweredBelowWhatIsThereAllowsNothing() {
        assertThat(budget(MIB).check(1, 2 * MIB, ALONE)).isPresent();
        assertThat(budget(0).check(1, 0, ALONE)).isPresent();
    }

    @Test
    void leavesTheMachineSomeMemory() throws IOException {
        available(100);

        fits(36 * MIB);
        fitsNot(36 * MIB + 1, "this machine (MemAvailable of /proc/meminfo) has 100MiB left");
        available(10);
        fitsNot(1, "has 10MiB left");
    }

    @Test
    void whereNothingCanBeReadOnlyTheLimitsCount() throws IOException {
        fits(PLENTY);
        file("proc/meminfo", "MemAvailable: lots\n");
        file("proc/self/mountinfo", "nonsense\n- - - -\n");
        file("proc/self/cgroup", "nonsense\n");
        fits(PLENTY);
    }

    @Test
    void everyGroupAboveCounts() throws IOException {
        available(10_000);
        file("proc/self/mountinfo", V2);
        file("proc/self/cgroup", "0::/user.slice/dkvm.service\n");
        group2("sys/fs/cgroup/user.slice/dkvm.service", "max", 10);
        group2("sys/fs/cgroup/user.slice", Long.toString(500 * MIB), 300);

        fits(136 * MIB);
        fitsNot(137 * MIB, "sys/fs/cgroup/user.slice has 200MiB left");
        group2("sys/fs/cgroup/user.slice/dkvm.service", Long.toString(100 * MIB), 10);
        fits(26 * MIB);
        fitsNot(27 * MIB, "dkvm.service has 90MiB left");
    }

    @Test
    void fileContentsThatCanGoAreNoUsage() throws IOException {
        file("proc/self/mountinfo", V2);
        file("proc/self/cgroup", "0::/recorder\n");
        group2("sys/fs/cgroup/recorder", Long.toString(500 * MIB), 500);
        file("sys/fs/cgroup/recorder/memory.stat",
                "anon 5\ninactive_anon 7\nactive_file 9\ninactive_file " + 300 * MIB + "\nfile 11\n");

        fits(236 * MIB);
        fitsNot(237 * MIB, "300MiB left");
    }

    @Test
    void aGroupOverItsLimitHasNothingLeft() throws IOException {
        file("proc/self/mountinfo", V2);
        file("proc/self/cgroup", "0::/\n");
        group2("sys/fs/cgroup", Long.toString(100 * MIB), 200);

        fitsNot(1, "has 0B left");
    }

    @Test
    void knowsTheFirstVersionToo() throws IOException {
        file("proc/self/mountinfo", V1);
        file("proc/self/cgroup", "9:name=systemd:/\n4:cpu,memory:/jobs/one\n3:cpuset:/elsewhere\n0::/other\n");
        for (var level : Map.of("jobs/one", 9223372036854771712L, "jobs", 300 * MIB, ".", 9223372036854771712L)
                .entrySet()) {
            file("sys/fs/cgroup/memory/" + level.getKey() + "/memory.limit_in_bytes", level.getValue() + "\n");
            file("sys/fs/cgroup/memory/" + level.getKey() + "/memory.usage_in_bytes", 200 * MIB + "\n");
        }
        fits(36 * MIB);
        fitsNot(37 * MIB, "sys/fs/cgroup/memory/jobs has 100MiB left");

        file("sys/fs/cgroup/memory/jobs/memory.stat", "inactive_file 9\ntotal_inactive_file " + 50 * MIB + "\n");
        fits(86 * MIB);
        fitsNot(87 * MIB, "150MiB left");
    }

    /** Without a name space of its own a container sees its group as the top of the mount, and its path as the host's. */
    @Test
    void findsTheGroupOfAContainer() throws IOException {
        file("proc/self/mountinfo", V2.replace("0:26 / ", "0:26 /docker/abc "));
        file("proc/self/cgroup", "0::/docker/abc\n");
        group2("sys/fs/cgroup", Long.toString(100 * MIB), 0);
        fitsNot(37 * MIB, "sys/fs/cgroup has 100MiB left");

        file("proc/self/cgroup", "0::/docker/abc/inner\n");
        group2("sys/fs/cgroup/inner", Long.toString(80 * MIB), 0);
        fitsNot(17 * MIB, "sys/fs/cgroup/inner has 80MiB left");
    }

    @Test
    void takesTheTopWhereItsGroupIsOutOfSight() throws IOException {
        group2("sys/fs/cgroup", Long.toString(100 * MIB), 0);
        group2("sys/fs/other", "0", 0);
        for (var group : new String[]{"/not/visible", "/../other", "/../../../..", "/"}) {
            for (var mounted : new String[]{"/", "/..", "/docker/abc"}) {
                file("proc/self/mountinfo", V2.replace("0:26 / ", "0:26 " + mounted + " "));
                file("proc/self/cgroup", "0::" + group + "\n");
                fits(36 * MIB);
                fitsNot(37 * MIB, "100MiB left");
            }
        }
    }

    @Test
    void thisMachineCanBeRead() {
        var rooms = new MachineMemory().rooms();

        if (Files.exists(Path.of("/proc/meminfo"))) {
            assertThat(rooms).isNotEmpty().allMatch(room -> room.bytes() >= 0);
        }
    }
}
