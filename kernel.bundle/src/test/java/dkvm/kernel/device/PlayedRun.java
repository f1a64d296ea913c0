// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import com.google.protobuf.ByteString;
import dkvm.kernel.call.CallRouter;
import dkvm.kernel.call.Peer;
import dkvm.kernel.config.DeviceEntry;
import dkvm.kernel.config.RestartPolicy;
import dkvm.kernel.memory.Memory;
import dkvm.kernel.pipeline.Graph;
import dkvm.sdk.wire.v1.Cause;
import dkvm.sdk.wire.v1.Drained;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.osgi.framework.Bundle;

/** A played process on its way through the kernel, from its launch to its exit, as any other's. */
final class PlayedRun implements DeviceHost, GenerationOwner {
    /** The kernel around it. */
    record Kernel(DeviceScheduler scheduler, Graph graph, CallRouter calls, Memory memory) {}

    private static final BridgeHandle BRIDGE = new BridgeHandle(new ProcessBridge(), (Bundle) Proxy.newProxyInstance(
            Bundle.class.getClassLoader(), new Class<?>[]{Bundle.class}, (_, _, _) -> 1L));

    private final Kernel kernel;
    private final TestProcess process;
    private final Predicate<String> survives;
    private final LogLevels logLevels = new LogLevels("info");
    private final Reports reports = new Reports(Path.of("/proc/no-such-folder"));
    /** Owned by the scheduler's thread. */
    private String fault = "";
    private final CompletableFuture<Generation> generation = new CompletableFuture<>();
    /** Complete when it was launched. */
    final CompletableFuture<Peer> peer = new CompletableFuture<>();
    /** Complete when it takes and makes events. */
    final CompletableFuture<PlayedRun> running = new CompletableFuture<>();
    /** Complete at its end, which is told in words, as is what was no protocol. */
    final CompletableFuture<String> over = new CompletableFuture<>();

    /**
     * A process.
     *
     * @param kernel around it
     * @param process it
     * @param survives whether it goes on after a fault until it is killed; else it ends by itself
     */
    PlayedRun(Kernel kernel, TestProcess process, Predicate<String> survives) {
        this.kernel = kernel;
        this.process = process;
        this.survives = survives;
    }

    /** Begins, as the process of a device. */
    PlayedRun start(String device, long number, boolean streamsGoOn) {
        var entry = new DeviceEntry(device, "x", true, Path.of("/"), Map.of(), RestartPolicy.DEFAULT, Duration.ZERO,
                OptionalLong.empty());
        kernel.scheduler.execute(() -> {
            try {
                generation.complete(
                        new Generation(entry, BRIDGE,
                                new Beginning(number, Cause.RESTART, streamsGoOn, Journal.begin(this::nanoTime)), this,
                                this));
            } catch (IOException e) {
                over.completeExceptionally(e);
            }
        });
        return this;
    }

    /** Has the kernel end it. */
    void end() {
        kernel.scheduler.execute(() -> generation.join().end());
    }

    @Override
    public void ready(Generation now) {
        now.activate();
    }

    @Override
    public void drained(Generation now, Drained drained) {
        // Nobody takes over.
    }

    @Override
    public boolean succeeded(Generation now) {
        return false;
    }

    @Override
    public CompletableFuture<ByteString> call(Peer to, String service, String method) {
        return kernel.calls.call(to, service, method, ByteString.EMPTY, Duration.ofSeconds(10));
    }

    @Override
    public void running(Generation now) {
        running.complete(this);
    }

    @Override
    public void over(Generation ended, ExitStatus exit) {
        var words = ended.words(exit);
        over.complete(fault.isEmpty() || words.equals(fault) ? words : fault + "; " + words);
    }

    @Override
    public DeviceProcess launch(DeviceEntry entry, BridgeHandle bridge, Beginning beginning,
            DeviceProcess.Owner owner) {
        var launched = new DeviceProcess(entry, process, kernel.scheduler, kernel.calls, kernel.memory,
                beginning.journal(), heard(owner));
        peer.complete(launched.peer());
        return launched;
    }

    /** A device that spoke what is no protocol has mostly crashed: it ends by itself, too. */
    private DeviceProcess.Owner heard(DeviceProcess.Owner owner) {
        return (DeviceProcess.Owner) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[]{DeviceProcess.Owner.class}, (_, method, arguments) -> {
                    var result = method.invoke(owner, arguments);
                    if (method.getName().equals("fault")) {
                        fault = (String) arguments[0];
                        if (!survives.test(fault)) {
                            process.exits(1);
                        }
                    }
                    return result;
                });
    }

    @Override
    public ScheduledExecutorService scheduler() {
        return kernel.scheduler;
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
        return kernel.graph;
    }

    @Override
    public Memory memory() {
        return kernel.memory;
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
        return "test";
    }

    @Override
    public long runStartedMillis() {
        return 0;
    }

    @Override
    public void ended(String device, long pid) {
        // It was never noted, and has started nothing.
    }
}
