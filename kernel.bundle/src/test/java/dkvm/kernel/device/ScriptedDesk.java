// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.memory.Memory;
import dkvm.kernel.memory.TestMemory;
import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.call.CallRouter;
import dkvm.kernel.config.DeviceEntry;
import dkvm.kernel.config.RestartPolicy;
import dkvm.kernel.notice.NoticeHub;
import dkvm.kernel.pipeline.Graph;
import dkvm.sdk.bridge.DeviceBridge;
import dkvm.sdk.wire.v1.Activated;
import dkvm.sdk.wire.v1.EndOfStream;
import dkvm.sdk.wire.v1.EndReason;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Hello;
import dkvm.sdk.wire.v1.Port;
import dkvm.sdk.wire.v1.Ready;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;

/** Devices as a kernel has them, whose programs are shell scripts. The framework around it answers what is asked. */
public final class ScriptedDesk implements AutoCloseable {
    /** How the scripts begin: they say Hello, that they are ready and that they are active, whatever they are told. */
    public static final String ACTIVE = "cat \"$DKVM_CONFIG_HELLO\"; ";
    /** A script that goes on until its input ends. */
    public static final String FOREVER = ACTIVE + "exec cat >/dev/null";

    /** What the kernel says at least before an event may come. */
    private static final int PREAMBLE_AND_WELCOME = 4 + 3 + 2 + 6 + 6;

    public final Memory memory = TestMemory.none();
    public final Graph graph = new Graph(memory);
    public final NoticeHub notices = new NoticeHub();
    private final CallRouter calls = new CallRouter(notices);
    public final Devices devices;
    private final Path home;
    private final ServiceReference<DeviceBridge> bridge;

    /** No devices yet. */
    public ScriptedDesk(Path home) {
        this.home = home;
        var bundle = answering(Bundle.class, Map.of("getBundleId", 1L, "getLastModified", 1L, "getSymbolicName", "test",
                "getVersion", Version.emptyVersion));
        bridge = reference(bundle);
        var properties = Map.of("dkvm.home", home.toString());
        var context = (BundleContext) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[]{BundleContext.class}, (_, method, arguments) -> switch (method.getName()) {
                    case "getProperty" -> properties.get((String) arguments[0]);
                    case "getService" -> new ProcessBridge();
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        devices = new Devices(context, graph, memory, calls, notices);
    }

    /** Configures a device that has an input and an output {@code keys} and runs a script. */
    public void device(String id, RestartPolicy restart, String script, Port... ports) {
        devices.configure(new DeviceEntry(id, "process", true, home,
                Map.of("command", List.of("sh", "-c", script), "options.hello", hello(id, ports).toString()), restart,
                DeviceEntry.DEFAULT_LIVENESS, OptionalLong.empty()));
        devices.bridge(id, bridge);
    }

    private Path hello(String id, Port... ports) {
        var said = new ByteArrayOutputStream();
        try {
            said.write("DKV1".getBytes(StandardCharsets.US_ASCII));
            Envelope.newBuilder()
                    .setHello(Hello.newBuilder().setMinVersion(1).setMaxVersion(1).setType("script").setResumable(true)
                            .addAllPorts(List.of(ports)))
                    .build().writeDelimitedTo(said);
            Envelope.newBuilder().setReady(Ready.getDefaultInstance()).build().writeDelimitedTo(said);
            Envelope.newBuilder().setActivated(Activated.getDefaultInstance()).build().writeDelimitedTo(said);
            return Files.write(home.resolve(id + ".hello"), said.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A script that ends its only stream as soon as it may, and then itself. */
    public String ending(int stream) {
        var end = new ByteArrayOutputStream();
        try {
            Envelope.newBuilder()
                    .setEndOfStream(EndOfStream.newBuilder().setStream(stream).setReason(EndReason.FINISHED)).build()
                    .writeDelimitedTo(end);
            var file = Files.write(home.resolve("end" + stream), end.toByteArray());
            return ACTIVE + "head -c " + (PREAMBLE_AND_WELCOME + 1) + " >/dev/null; cat " + file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends a device's process. */
    public void kill(String id) {
        ProcessHandle.of(status(id).pid().orElseThrow()).orElseThrow().destroyForcibly();
    }

    /** The device as it is now. */
    public DeviceStatus status(String id) {
        return devices.status().stream().filter(device -> device.id().equals(id)).findFirst().orElseThrow();
    }

    /** Waits until a device is so. */
    public DeviceStatus await(String id, Predicate<DeviceStatus> condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < deadline) {
            for (var device : devices.status()) {
                if (device.id().equals(id) && condition.test(device)) {
                    return device;
                }
            }
            LockSupport.parkNanos(1_000_000);
        }
        throw new AssertionError("not in time: " + devices.status());
    }

    /** Waits until a device is in a state. */
    public DeviceStatus await(String id, String state) {
        return await(id, device -> device.state().equals(state));
    }

    @Override
    public void close() {
        devices.kill();
        devices.status().forEach(device -> devices.stop(device.id()));
        // What is written of their ends lies in a folder that goes with the test.
        TestKernel.await("end of all devices",
                () -> devices.status().stream().noneMatch(device -> device.pid().isPresent()));
        devices.deactivate();
        calls.deactivate();
    }

    @SuppressWarnings("unchecked")
    private static ServiceReference<DeviceBridge> reference(Bundle bundle) {
        return answering(ServiceReference.class, Map.of("getBundle", bundle));
    }

    private static <T> T answering(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type},
                (_, method, _) -> answers.get(method.getName())));
    }
}
