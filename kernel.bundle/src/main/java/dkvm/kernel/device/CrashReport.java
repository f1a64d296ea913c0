// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import java.time.Duration;
import java.util.List;

/**
 * How a process came to an end that was not its duty.
 *
 * @param device whose it was
 * @param type the device's type
 * @param reason what happened, in words
 * @param exit how it ended
 * @param pid its process
 * @param generation counts the device's processes in this run of the kernel
 * @param uptime since it was started
 * @param lastLines what it logged last, oldest first
 */
record CrashReport(String device, String type, String reason, ExitStatus exit, long pid, long generation,
        Duration uptime, List<String> lastLines) {

    /** As people read it. */
    String text() {
        return """
                device: %s
                type: %s
                reason: %s
                exit: %s
                process: %d
                generation: %d
                uptime: %d ms

                The last %d lines it logged:
                """.formatted(device, type, reason, exit.words(), pid, generation, uptime.toMillis(),
                lastLines.size()) + String.join("\n", lastLines) + "\n";
    }
}
