// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.config.DeviceEntry;
import dkvm.kernel.deploy.BundleClassPath;
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

    ProcessLauncher(Path java, Path home, LogLevels logLevels, Map<String, String> environment,
            BundleClassPath classPaths) {
        this.command = new DeviceCommand(java, home.resolve("log"));
        this.home = home;
        this.logLevels = logLevels;
        this.classPaths = classPaths;
        this.passedOn = DeviceEnvironment.passedOn(environment);
    }

    Process launch(DeviceEntry entry, BridgeHandle bridge, long generation) throws IOException {
        var spec = bridge.launch(entry);
        var environment = new HashMap<>(passedOn);
        List<String> line = switch (spec) {
            case LaunchSpec.JavaMain main -> command.of(entry.id(), main, classPaths.of(bridge.bundle()));
            case LaunchSpec.Command program -> {
                environment.putAll(program.environment());
                yield command.of(program);
            }
        };
        environment.putAll(DeviceEnvironment.identity(entry.id(), entry.type(), generation, home.toString(),
                logLevels.of(entry.id())));
        var configuration = DeviceEnvironment.configuration(DeviceEnvironment.ownOptions(entry));
        environment.putAll(configuration);
        if (!Files.isDirectory(entry.directory())) {
            throw new IOException("its folder " + entry.directory() + " is not there");
        }
        var builder = new ProcessBuilder(line).directory(entry.directory().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }
}
