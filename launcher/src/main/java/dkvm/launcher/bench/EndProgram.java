// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How the two end programs are started, alike on either way between them. */
final class EndProgram {
    private final Path java;
    private final Path lib;

    EndProgram(Path java, Path lib) {
        this.java = java;
        this.lib = lib;
    }

    List<String> command(Class<?> program, int cpu) {
        return List.of("taskset", "-c", Integer.toString(cpu), java.toString(), "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-Xss256k", "-Xmx64m", "-XX:-UsePerfData", "-XX:+DisplayVMOutputToStderr",
                "-Xlog:disable", "-Xlog:all=warning:stderr", "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED", "-cp", lib + "/*", program.getName());
    }

    /** What a kernel would tell it, where there is none. */
    static Map<String, String> environment(String id, Map<String, String> options) {
        var environment = new TreeMap<>(Map.of("DKVM_PROTOCOL", "1-1", "DKVM_DEVICE_ID", id, "DKVM_DEVICE_TYPE", id,
                "DKVM_GENERATION", "1", "DKVM_LOG_LEVEL", "warn"));
        options.forEach((key, value) -> environment.put(
                "DKVM_CONFIG_" + key.replace('-', '_').toUpperCase(Locale.ROOT), value));
        return environment;
    }
}
