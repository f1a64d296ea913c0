// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import com.google.protobuf.ByteString;
import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.call.CallRouter;
import dkvm.kernel.call.Peer;
import dkvm.kernel.config.DeviceEntry;
import dkvm.kernel.store.BundleClassPath;
import dkvm.kernel.device.linux.Sessions;
import dkvm.kernel.memory.Memory;
import dkvm.kernel.notice.NoticeHub;
import dkvm.kernel.pipeline.Graph;
import dkvm.kernel.warm.StartCaches;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import org.osgi.framework.BundleContext;

/** What supervisors need, as this kernel has it: its scheduler, its places, its graph. */
final class KernelHost implements DeviceHost {
    /** A kernel that has just started, or starts devices, has better things to do. */
    private static final String WARM_AFTER_MILLIS = "20000";

    private static final Duration CALL = Duration.ofSeconds(10);

    private final Graph graph;
    private final Memory memory;
    private final CallRouter calls;
    private final NoticeHub notices;
    private final ScheduledExecutorService scheduler;
    private final ProcessLauncher launcher;
    private final StartCaches caches;
    private final Leftovers leftovers;
    private final Reports reports;
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
        caches = new StartCaches(
                Path.of(property(context, "dkvm.cache", home.resolve("cache").toString())).resolve("aot"),
                Duration.ofMillis(Long.parseLong(property(context, "dkvm.warm.after.ms", WARM_AFTER_MILLIS))));
        launcher = new ProcessLauncher(Path.of(System.getProperty("java.home"), "bin", "java"), home,
                logLevels, System.getenv(), new BundleClassPath(store), caches);
        leftovers = new Leftovers(home);
        reports = new Reports(home.resolve("log"));
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

    StartCaches caches() {
        return caches;
    }

    @Override
    public ScheduledExecutorService scheduler() {
        return scheduler;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Reports reports() {
        return reports;
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
    public DeviceProcess launch(DeviceEntry entry, BridgeHandle bridge, Beginning beginning,
            DeviceProcess.Owner owner) throws IOException {
        var process = launcher.launch(entry, bridge, beginning.number());
        try {
            leftovers.note(entry.id(), process.toHandle());
            return new DeviceProcess(entry, process, scheduler, calls, memory, beginning.journal(), owner);
        } catch (RuntimeException | Error e) {
            // There may be no thread left to talk to it.
            ProcessTree.kill(process.toHandle());
            ended(entry.id(), process.pid());
            throw e;
        }
    }

    @Override
    public void changed(DeviceStatus now, String before, boolean removed) {
        notices.deviceChanged(now, before, removed);
    }

    @Override
    public CompletableFuture<ByteString> call(Peer peer, String service, String method) {
        return calls.call(peer, service, method, ByteString.EMPTY, CALL);
    }

    @Override
    public void ended(String device, long pid) {
        Sessions.kill(pid);
        leftovers.forget(device, pid);
    }
}
