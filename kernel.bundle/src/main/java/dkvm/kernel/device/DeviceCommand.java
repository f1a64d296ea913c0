// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.warm.JavaProgram;
import dkvm.kernel.warm.StartCaches;
import dkvm.sdk.bridge.LaunchSpec.Command;
import dkvm.sdk.bridge.LaunchSpec.JavaMain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command line of a device process. */
final class DeviceCommand {
    private static final long KIB = 1024;

    private final Path java;
    private final Path logFolder;

    DeviceCommand(Path java, Path logFolder) {
        this.java = java;
        this.logFolder = logFolder;
    }

    /**
     * A Java program. The flags keep it small and quick to start, and keep everything the JVM itself has to say off
     * stdout, which is the wire.
     */
    JavaProgram program(JavaMain main, List<Path> classPath) {
        return new JavaProgram(java, List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss256k",
                "-Xmx" + main.maxHeap() / KIB + "k", "-XX:ReservedCodeCacheSize=16m", "-XX:-UsePerfData",
                "-XX:+DisplayVMOutputToStderr", "-Xlog:disable", "-Xlog:all=warning:stderr",
                "-XX:+ExitOnOutOfMemoryError", "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED"), classPath, main.mainClass());
    }

    List<String> of(String id, JavaProgram program, Optional<Path> cache) {
        var more = new ArrayList<>(List.of("-XX:ErrorFile=" + logFolder.resolve(Reports.jvmFile(id, "%p"))));
        cache.map(StartCaches::flags).ifPresent(more::addAll);
        var command = ownSession();
        command.addAll(program.command(more));
        return command;
    }

    List<String> of(Command program) {
        var command = ownSession();
        command.addAll(program.command());
        return command;
    }

    /** setsid execs the program: the pid is the device's, and a terminal's signals do not reach it. */
    private static List<String> ownSession() {
        return new ArrayList<>(List.of("setsid"));
    }
}
