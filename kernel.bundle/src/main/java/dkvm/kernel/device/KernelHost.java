// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.call.CallRouter;
import dkvm.kernel.config.DeviceEntry;
import dkvm.kernel.deploy.BundleClassPath;
import dkvm.kernel.device.linux.Sessions;
import dkvm.kernel.memory.Memory;
import dkvm.kernel.notice.NoticeHub;
import dkvm.kernel.pipeline.Graph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import org.osgi.framework.BundleContext;

/** What supervisors need, as this kernel has it: its scheduler, its places, its graph. */
final class KernelHost implements DeviceHost {
    private final Graph graph;
    private final Memory memory;
    private final CallRouter calls;
    private final NoticeHub notices;
    private final ScheduledExecutorService scheduler;
    private final ProcessLauncher launcher;
    private final Leftovers leftovers;
    /** Known once the desk is read. */
    private volatile String name = "dkvm";
    private final LogLevels logLevels;
    private final long runStartedMillis;

    KernelHost(BundleContext context, Graph graph, Memory memory, CallRouter calls, NoticeHub notices) {
        this.graph = graph;
        this.memory = memory;
        this.calls = calls;
        this.notices = notices;
        var home = Path.of(property(context, "dkvm.home", System.getProperty("java.io.tmpdir")));
        var store = Path.of(property(context, "dkvm.store", home.resolve("store").toString()));
        logLevels = new LogLevels(property(context, "dkvm.log.level", "info"));
        launcher = new ProcessLauncher(Path.of(System.getProperty("java.home"), "bin", "java"), home,
                logLevels, System.getenv(), new BundleClassPath(store));
        leftovers = new Leftovers(home.resolve("devices"));
        runStartedMillis = Long
                .parseLong(property(context, "dkvm.started", Long.toString(System.currentTimeMillis())));
        scheduler = new DeviceScheduler();
    }

    private static String property(BundleContext context, String key, String fallback) {
        return Optional.ofNullable(context.getProperty(key)).orElse(fallback);
    }

    void name(String newName) {
        name = newName;
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
    public Memory memory() {
        return memory;
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
        return new DeviceProcess(entry, process, scheduler, calls, memory, owner);
    }

    @Override
    public void changed(DeviceStatus now, String before, boolean removed) {
        notices.deviceChanged(now, before, removed);
    }

    @Override
    public void ended(String device, long pid) {
        Sessions.kill(pid);
        leftovers.forget(device);
    }
}
