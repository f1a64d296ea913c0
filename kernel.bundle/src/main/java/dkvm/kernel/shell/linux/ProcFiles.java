// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** What {@code /proc} says of processes; nothing where there is none. See proc_pid_status(5). */
public final class ProcFiles {
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");
    private static final long KIB = 1024;

    private final Path proc;

    /** Those of this machine. */
    public ProcFiles() {
        this(Path.of("/proc"));
    }

    ProcFiles(Path proc) {
        this.proc = proc;
    }

    /**
     * The memory that a process has in use.
     *
     * @param pid the process
     * @return bytes; empty: it is gone, or nobody says
     */
    public OptionalLong resident(long pid) {
        try {
            var status = Files.readString(proc.resolve(Long.toString(pid)).resolve("status"),
                    StandardCharsets.ISO_8859_1);
            var found = RESIDENT.matcher(status);
            return found.find() ? OptionalLong.of(Long.parseLong(found.group(1)) * KIB) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
