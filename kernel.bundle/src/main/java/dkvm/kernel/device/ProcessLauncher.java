// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.config.DeviceEntry;
import dkvm.kernel.store.BundleClassPath;
import dkvm.kernel.warm.StartCaches;
import dkvm.kernel.warm.Trainee;
import dkvm.sdk.bridge.LaunchSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts device processes. */
final class ProcessLauncher {
    private final DeviceCommand command;
    private final Path home;
    private final LogLevels logLevels;
    private final Map<String, String> passedOn;
    private final BundleClassPath classPaths;
    private final StartCaches caches;

    ProcessLauncher(Path java, Path home, LogLevels logLevels, Map<String, String> environment,
            BundleClassPath classPaths, StartCaches caches) {
        this.command = new DeviceCommand(java, home.resolve("log"));
        this.home = home;
        this.logLevels = logLevels;
        this.classPaths = classPaths;
        this.caches = caches;
        this.passedOn = DeviceEnvironment.passedOn(environment);
    }

    Process launch(DeviceEntry entry, BridgeHandle bridge, long generation) throws IOException {
        var environment = new HashMap<>(passedOn);
        return switch (bridge.launch(entry)) {
            case LaunchSpec.JavaMain main -> {
                environment.putAll(own(entry, generation));
                var program = command.program(main, classPaths.of(bridge.bundle()));
                var cache = caches.find(program);
                var process = start(entry, command.of(entry.id(), program, cache), environment);
                caches.launched(new Trainee(entry.type(), program, environment, entry.directory()), process, cache);
                yield process;
            }
            case LaunchSpec.Command program -> {
                environment.putAll(program.environment());
                environment.putAll(own(entry, generation));
                yield start(entry, command.of(program), environment);
            }
        };
    }

    private Map<String, String> own(DeviceEntry entry, long generation) throws IOException {
        var own = new HashMap<>(DeviceEnvironment.identity(entry.id(), entry.type(), generation, home.toString(),
                logLevels.of(entry.id())));
        own.putAll(DeviceEnvironment.configuration(DeviceEnvironment.ownOptions(entry)));
        return own;
    }

    private static Process start(DeviceEntry entry, List<String> line, Map<String, String> environment)
            throws IOException {
        if (!Files.isDirectory(entry.directory())) {
            throw new IOException("its folder " + entry.directory() + " is not there");
        }
        var builder = new ProcessBuilder(line).directory(entry.directory().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }
}
