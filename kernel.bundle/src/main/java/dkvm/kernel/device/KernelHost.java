// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.config.DeviceEntry;
import dkvm.kernel.deploy.BundleClassPath;
import dkvm.kernel.pipeline.Graph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.random.RandomGenerator;
import org.osgi.framework.BundleContext;

/** What supervisors need, as this kernel has it: its scheduler, its places, its graph. */
final class KernelHost implements DeviceHost {
    private final Graph graph;
    private final ScheduledThreadPoolExecutor scheduler;
    private final ProcessLauncher launcher;
    private final Leftovers leftovers;
    private final LogLevels logLevels;
    private final String name;
    private final long runStartedMillis;

    KernelHost(BundleContext context, Graph graph) {
        this.graph = graph;
        var home = Path.of(property(context, "dkvm.home", System.getProperty("java.io.tmpdir")));
        var store = Path.of(property(context, "dkvm.store", home.resolve("store").toString()));
        logLevels = new LogLevels(property(context, "dkvm.log.level", "info"));
        launcher = new ProcessLauncher(Path.of(System.getProperty("java.home"), "bin", "java"), home,
                logLevels, System.getenv(), new BundleClassPath(store));
        leftovers = new Leftovers(home.resolve("devices"));
        name = property(context, "dkvm.kernel.name", "dkvm");
        runStartedMillis = Long
                .parseLong(property(context, "dkvm.started", Long.toString(System.currentTimeMillis())));
        scheduler = new ScheduledThreadPoolExecutor(1,
                Thread.ofPlatform().daemon().name("dkvm-scheduler").factory());
        scheduler.setRemoveOnCancelPolicy(true);
        scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private static String property(BundleContext context, String key, String fallback) {
        return Optional.ofNullable(context.getProperty(key)).orElse(fallback);
    }

    Leftovers leftovers() {
        return leftovers;
    }

    @Override
    public ScheduledExecutorService scheduler() {
        return scheduler;
    }

    @Override
    public Graph graph() {
        return graph;
    }

    @Override
    public RandomGenerator random() {
        return RandomGenerator.getDefault();
    }

    @Override
    public LogLevels logLevels() {
        return logLevels;
    }

    @Override
    public String kernelName() {
        return name;
    }

    @Override
    public long runStartedMillis() {
        return runStartedMillis;
    }

    @Override
    public DeviceProcess launch(DeviceEntry entry, BridgeHandle bridge, long generation, DeviceProcess.Owner owner)
            throws IOException {
        var process = launcher.launch(entry, bridge, generation);
        leftovers.note(entry.id(), process.toHandle());
        return new DeviceProcess(entry.id(), process, scheduler, owner);
    }

    @Override
    public void forget(String device) {
        leftovers.forget(device);
    }
}
