// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Sessions of processes, as setsid(2) makes them and proc(5) shows them. */
public final class Sessions {
    /** Behind the command's name, which may hold anything, come state, parent, group and session. */
    private static final int STATE_FIELD = 0;
    private static final int SESSION_FIELD = 3;
    /** While all are ended one may start another; more than a few times it is a fork bomb. */
    private static final int ROUNDS = 10;

    private Sessions() {}

    /**
     * Ends at once what is left of a session whose leader has just exited: children of a device that outlived it. A
     * process that has made itself a session of its own is not among them.
     *
     * @param leader the leader's pid, which cannot be another's while the session has members
     */
    public static void kill(long leader) {
        kill(() -> members(leader).toList());
    }

    /**
     * Ends at once what is left of a session whose leader has exited at an unknown time: its pid may be another's by now.
     *
     * @param leader the leader's pid
     * @param variable {@code NAME=VALUE}: only what was started with that belongs to it
     */
    public static void kill(long leader, String variable) {
        kill(() -> members(leader).filter(process -> environment(process.pid()).contains(variable)).toList());
    }

    private static void kill(Supplier<List<ProcessHandle>> members) {
        var left = members.get();
        for (int round = 0; round < ROUNDS && !left.isEmpty(); round++) {
            left.forEach(ProcessHandle::destroyForcibly);
            left = members.get();
        }
    }

    private static Stream<ProcessHandle> members(long leader) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != leader && session(process.pid()) == leader);
    }

    /** What a process was started with; nothing for one that is gone, or somebody else's. */
    private static Set<String> environment(long pid) {
        try {
            var bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "environ"));
            return new HashSet<>(List.of(new String(bytes, StandardCharsets.UTF_8).split("\0", -1)));
        } catch (IOException e) {
            return Set.of();
        }
    }

    /** A process's session; 0 for one that is gone, or has ended and waits to be reaped. */
    static long session(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return fields[STATE_FIELD].equals("Z") ? 0 : Long.parseLong(fields[SESSION_FIELD]);
        } catch (IOException e) {
            return 0;
        }
    }
}
