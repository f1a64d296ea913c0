// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sessions of processes, as setsid(2) makes them and proc(5) shows them. */
public final class Sessions {
    /** Behind the command's name, which may hold anything, come state, parent, group and session. */
    private static final int SESSION_FIELD = 3;

    private Sessions() {}

    /**
     * Ends at once what is left of a session whose leader has just exited: children of a device that outlived it.
     *
     * @param leader the leader's pid, which cannot be another's while the session has members
     */
    public static void kill(long leader) {
        ProcessHandle.allProcesses().filter(process -> process.pid() != leader && session(process.pid()) == leader)
                .forEach(ProcessHandle::destroyForcibly);
    }

    /** A process's session; 0 for one that is gone. */
    static long session(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(fields[SESSION_FIELD]);
        } catch (IOException e) {
            return 0;
        }
    }
}
