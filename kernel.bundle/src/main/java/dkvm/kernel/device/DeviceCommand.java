// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.sdk.bridge.LaunchSpec.Command;
import dkvm.sdk.bridge.LaunchSpec.JavaMain;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
    List<String> of(String id, JavaMain main, List<Path> classPath) {
        var command = ownSession();
        command.addAll(List.of(java.toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss256k",
                "-Xmx" + main.maxHeap() / KIB + "k", "-XX:ReservedCodeCacheSize=16m", "-XX:-UsePerfData",
                "-XX:+DisplayVMOutputToStderr", "-Xlog:disable", "-Xlog:all=warning:stderr",
                "-XX:+ExitOnOutOfMemoryError", "-XX:ErrorFile=" + logFolder.resolve(id + "-hs_err_%p.log"),
                "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED", "-cp",
                String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList()),
                main.mainClass()));
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
