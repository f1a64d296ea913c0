// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import com.google.protobuf.ByteString;
import dkvm.kernel.call.CallRouter;
import dkvm.kernel.call.Peer;
import dkvm.kernel.config.DeviceEntry;
import dkvm.kernel.memory.Memory;
import dkvm.kernel.memory.TestMemory;
import dkvm.kernel.notice.NoticeHub;
import dkvm.kernel.pipeline.Graph;
import dkvm.sdk.bridge.DeviceBridge;
import dkvm.sdk.bridge.DeviceFacts;
import dkvm.sdk.bridge.LaunchSpec;
import dkvm.sdk.config.Options;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

/** A kernel around supervisors, whose processes are played. */
class PlayedHost implements DeviceHost {
    static final BridgeHandle BRIDGE = new BridgeHandle(new Bridge(), (Bundle) Proxy.newProxyInstance(
            Bundle.class.getClassLoader(), new Class<?>[]{Bundle.class}, (_, method, _) -> switch (method.getName()) {
                case "getSymbolicName" -> "test";
                case "getVersion" -> Version.emptyVersion;
                default -> 1L;
            }));

    private final Memory memory = TestMemory.none();
    private final Reports reports = new Reports(Path.of("/proc/no-such-folder"));
    private final Graph graph = new Graph(memory);
    private final CallRouter calls = new CallRouter(new NoticeHub());
    private final ScheduledExecutorService scheduler;
    private final LongSupplier nanoTime;
    private final Queue<PlayedProcess> started;

    /**
     * A kernel.
     *
     * @param scheduler on which its supervisors work
     * @param nanoTime its clock
     * @param started gets the processes that are started
     */
    PlayedHost(ScheduledExecutorService scheduler, LongSupplier nanoTime, Queue<PlayedProcess> started) {
        this.scheduler = scheduler;
        this.nanoTime = nanoTime;
        this.started = started;
    }

    @Override
    public ScheduledExecutorService scheduler() {
        return scheduler;
    }

    @Override
    public long nanoTime() {
        return nanoTime.getAsLong();
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
    public Reports reports() {
        return reports;
    }

    @Override
    public RandomGenerator random() {
        return RandomGenerator.getDefault();
    }

    @Override
    public LogLevels logLevels() {
        return new LogLevels("info");
    }

    @Override
    public String kernelName() {
        return "test";
    }

    @Override
    public long runStartedMillis() {
        return 0;
    }

    @Override
    public DeviceProcess launch(DeviceEntry entry, BridgeHandle bridge, Beginning beginning,
            DeviceProcess.Owner owner) throws IOException {
        var process = new PlayedProcess();
        var device = new DeviceProcess(entry, process, scheduler, calls, memory, beginning.journal(), owner);
        started.add(process);
        return device;
    }

    @Override
    public CompletableFuture<ByteString> call(Peer to, String service, String method) {
        return calls.call(to, service, method, ByteString.EMPTY, Duration.ofSeconds(10));
    }

    @Override
    public void ended(String device, long pid) {
        // Nothing was noted.
    }

    private static final class Bridge implements DeviceBridge {
        @Override
        public DeviceFacts facts() {
            return _ -> List.of();
        }

        @Override
        public LaunchSpec launch(Options options) {
            return new LaunchSpec.Command(List.of("x"), Map.of());
        }
    }
}
