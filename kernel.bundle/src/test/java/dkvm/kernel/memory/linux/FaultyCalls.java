// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory.linux;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;

/** The real calls, except those that are to fail, and an account of what is open. */
final class FaultyCalls implements SystemCalls {
    private final SystemCalls real = LinuxCalls.here().orElseThrow();
    private final Map<String, Integer> answers = new HashMap<>();
    private final Map<String, Integer> times = new HashMap<>();
    /** Names of the calls, in order. */
    final List<String> made = new ArrayList<>();
    final Set<Integer> open = new HashSet<>();

    /** From now on a call fails. */
    FaultyCalls fail(String call, int errno) {
        return fail(call, errno, Integer.MAX_VALUE);
    }

    /** So many times, and then no more. */
    FaultyCalls fail(String call, int errno, int often) {
        return answer(call, -errno, often);
    }

    FaultyCalls answer(String call, int answer, int often) {
        answers.put(call, answer);
        times.put(call, often);
        return this;
    }

    private int call(String name, IntSupplier call) {
        made.add(name);
        int left = times.getOrDefault(name, 0);
        times.put(name, Math.max(0, left - 1));
        return left > 0 ? answers.getOrDefault(name, 0) : call.getAsInt();
    }

    private int opened(int fd) {
        if (fd >= 0) {
            open.add(fd);
        }
        return fd;
    }

    @Override
    public int memfdCreate(String name, int flags) {
        boolean first = (flags & MemfdStorage.MFD_NOEXEC_SEAL) != 0;
        return opened(call(first ? "memfd_create" : "memfd_create again", () -> real.memfdCreate(name, flags)));
    }

    @Override
    public int open(String path, int flags, int mode) {
        return opened(call("open", () -> real.open(path, flags, mode)));
    }

    @Override
    public int ftruncate(int fd, long bytes) {
        return call("ftruncate", () -> real.ftruncate(fd, bytes));
    }

    @Override
    public int posixFallocate(int fd, long bytes) {
        return call("posix_fallocate", () -> real.posixFallocate(fd, bytes));
    }

    @Override
    public int fchmod(int fd, int mode) {
        return call("fchmod", () -> real.fchmod(fd, mode));
    }

    @Override
    public int addSeals(int fd, int seals) {
        return call(seals == MemfdFile.SIZE_SEALS ? "size seals" : "last seals", () -> real.addSeals(fd, seals));
    }

    @Override
    public int seals(int fd) {
        return call("read seals", () -> real.seals(fd));
    }

    @Override
    public int close(int fd) {
        if (!open.remove(fd)) {
            throw new AssertionError(fd + " is closed a second time: it may be another's by now");
        }
        return call("close", () -> real.close(fd));
    }

    @Override
    public int user() {
        return real.user();
    }

    @Override
    public int pageSize() {
        return real.pageSize();
    }
}
