// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** How much shared memory a kernel takes when its configuration does not say. */
final class PhysicalMemory {
    private static final Path LINUX = Path.of("/proc/meminfo");
    private static final Pattern TOTAL = Pattern.compile("(?m)^MemTotal: +([0-9]{1,15}) kB$");
    private static final long MOST = 2L << 30;
    private static final int PART = 4;

    private PhysicalMemory() {}

    /** A quarter of this machine's memory, at most 2 GiB. */
    static long defaultLimit() {
        try {
            return defaultLimit(Files.readString(LINUX));
        } catch (IOException e) {
            return MOST;
        }
    }

    static long defaultLimit(String meminfo) {
        var total = TOTAL.matcher(meminfo);
        return total.find() ? Math.min(MOST, (Long.parseLong(total.group(1)) << 10) / PART) : MOST;
    }
}
