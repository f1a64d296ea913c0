// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import dkvm.kernel.shell.linux.ProcFiles;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** What this machine's processes use: the JDK knows their time everywhere, their memory is told on Linux. */
final class SystemUsage implements ProcessUsage {
    private final ProcFiles proc = new ProcFiles();

    @Override
    public Optional<Duration> cpu(long pid) {
        return ProcessHandle.of(pid).flatMap(process -> process.info().totalCpuDuration());
    }

    @Override
    public OptionalLong resident(long pid) {
        return proc.resident(pid);
    }
}
