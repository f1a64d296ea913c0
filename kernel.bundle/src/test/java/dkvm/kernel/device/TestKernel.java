// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.memory.Memory;
import dkvm.kernel.memory.TestMemory;
import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.call.CallRouter;
import dkvm.kernel.config.DeviceEntry;
import dkvm.kernel.config.DeviceType;
import dkvm.kernel.config.LinkEntry;
import dkvm.kernel.config.PipelineEntry;
import dkvm.kernel.config.RestartPolicy;
import dkvm.kernel.notice.NoticeHub;
import dkvm.kernel.pipeline.Graph;
import dkvm.sdk.bridge.DeviceBridge;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;

/** A kernel without a framework: real devices as processes of type {@code process}, links between them, calls, notices. */
public final class TestKernel implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    public final Memory memory = TestMemory.none();
    public final Graph graph = new Graph(memory);
    public final NoticeHub notices = new NoticeHub();
    public final CallRouter calls = new CallRouter(notices);
    public final Devices devices;
    private final Path home;

    public TestKernel(Path home) {
        this.home = home;
        var context = stub(BundleContext.class, Map.of("getService", new ProcessBridge()),
                Map.of("dkvm.home", home.toString()));
        devices = new Devices(context, graph, memory, calls, notices);
    }

    /** Starts a device; its options are flat, as {@code type: process} has them. */
    public void start(String id, Map<String, Object> options) {
        var restart = new RestartPolicy(RestartPolicy.Mode.ON_FAILURE, Duration.ofMillis(20), Duration.ofMillis(50), 0,
                RestartPolicy.DEFAULT_WINDOW, RestartPolicy.DEFAULT_RESET);
        configure(new DeviceEntry(id, DeviceType.PROCESS, true, home, options, restart, Duration.ZERO,
                OptionalLong.empty()));
    }

    /** A device is configured, or differently. */
    public void configure(DeviceEntry entry) {
        devices.configure(entry);
        devices.bridge(entry.id(), bridge());
    }

    /** A device is no longer configured. */
    public void remove(String id) {
        devices.remove(id);
    }

    public void link(String pipeline, String from, String to) {
        var a = from.split("\\.", -1);
        var b = to.split("\\.", -1);
        graph.pipeline(new PipelineEntry(pipeline, List.of(new LinkEntry(a[0], a[1], b[0], b[1])), Optional.empty(),
                OptionalInt.empty()));
    }

    public DeviceStatus device(String id) {
        return devices.status().stream().filter(device -> device.id().equals(id)).findFirst().orElseThrow();
    }

    public void awaitRunning(String id) {
        await("RUNNING of " + id, () -> device(id).state().equals("RUNNING"));
    }

    public void kill(String id) {
        ProcessHandle.of(device(id).pid().orElseThrow()).orElseThrow().destroyForcibly();
    }

    public static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still no " + what).isLessThan(end);
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static ServiceReference<DeviceBridge> bridge() {
        var bundle = stub(Bundle.class, Map.of("getSymbolicName", "dkvm.kernel", "getVersion", new Version(0, 1, 0),
                "getBundleId", 1L, "getLastModified", 1L), Map.of());
        return stub(ServiceReference.class, Map.of("getBundle", bundle), Map.of());
    }

    /** An object of the framework's that answers some methods with a value, and {@code getProperty}. */
    private static <T> T stub(Class<T> type, Map<String, Object> answers, Map<String, String> properties) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type},
                (_, method, arguments) -> method.getName().equals("getProperty")
                        ? properties.get(arguments[0])
                        : answers.get(method.getName())));
    }

    @Override
    public void close() {
        devices.kill();
        devices.status().forEach(device -> devices.stop(device.id()));
        await("end of all devices",
                () -> devices.status().stream().noneMatch(device -> device.pid().isPresent()));
        devices.deactivate();
        calls.deactivate();
    }
}
