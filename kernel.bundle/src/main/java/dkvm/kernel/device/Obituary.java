// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.config.DeviceEntry;
import dkvm.kernel.config.Words;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** What is told of a process when it has ended. On the scheduler's thread. */
final class Obituary {
    private final DeviceEntry entry;
    private final Beginning beginning;
    private final DeviceHost host;
    private final long startedNanos;
    /** Where its own lines begin among the device's. */
    private final long firstLine;

    /** Of a process that is about to start. */
    Obituary(DeviceEntry entry, Beginning beginning, DeviceHost host) {
        this.entry = entry;
        this.beginning = beginning;
        this.host = host;
        startedNanos = host.nanoTime();
        firstLine = beginning.journal().tail().begin();
    }

    /** How it ended by itself. */
    String words(ExitStatus exit, long pid) {
        return exit.words() + host.reports().ofJvm(entry.id(), pid)
                .map(file -> "; what its JVM says of it is in " + file).orElse("");
    }

    /** What is worth keeping. */
    CrashReport report(String reason, ExitStatus exit, long pid) {
        return new CrashReport(entry.id(), entry.type(), reason, exit, pid, beginning.number(),
                Duration.ofNanos(host.nanoTime() - startedNanos), beginning.journal().tail().lines(firstLine));
    }

    /** What it said last, and where the rest of that is kept, for who has to do something about it. */
    String account(byte[] threads, Optional<CrashReport> report) {
        var said = beginning.journal().tail().lines(firstLine).stream()
                .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
                .reduce((_, later) -> later).map(line -> ", it said " + Words.quote(line)).orElse("");
        return said + host.reports().keep(entry.id(), threads, report)
                .map(file -> "; what it said last is in " + file).orElse("");
    }

    /** It crashed: what it said last instead of the protocol is for who reads its log. */
    void crashed(String text) {
        var bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        beginning.journal().tail().keep(bytes, bytes.length);
        if (beginning.journal().allowance().admits(bytes.length, false)) {
            LoggerFactory.getLogger("device." + entry.id()).error(text);
        }
    }
}
