// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import dkvm.kernel.store.JarStore;
import dkvm.sdk.bridge.DeviceBridge;
import dkvm.sdk.bridge.DeviceFacts;
import dkvm.sdk.bridge.LaunchSpec;
import dkvm.sdk.config.Options;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.felix.framework.Felix;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.BundleRevision;

/**
 * A framework with bundles that are called and export as the kernel's and the SDK's do. In the place of declarative
 * services it registers a bridge for each device type that a started bundle declares.
 */
final class TestFramework implements AutoCloseable {
    /** Whose bridge never comes up. */
    static final List<String> HANGS = List.of();
    final Path deploy;
    final JarStore store;
    /** What the devices of a bundle's types are started with, by the bundle's name; others have no bridges. */
    final Map<String, List<String>> commands = new HashMap<>();
    private final Felix felix;

    TestFramework(Path home) throws BundleException, IOException {
        deploy = Files.createDirectories(home.resolve("deploy"));
        store = new JarStore(home.resolve("store"));
        felix = new Felix(Map.of(Constants.FRAMEWORK_STORAGE, home.resolve("felix").toString(),
                Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
                Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE,
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, "org.slf4j;version=2.0.18", "felix.log.level", "0",
                "dkvm.deploy", deploy.toString(), "dkvm.store", home.resolve("store").toString()));
        felix.start();
        SynchronousBundleListener bridges = this::bridge;
        context().addBundleListener(bridges);
        bundle("dkvm.kernel", "dkvm.kernel.api;version=0.1.0");
        bundle("dkvm.sdk", "dkvm.sdk;version=0.1.0,dkvm.sdk.bridge;version=0.1.0");
    }

    private void bundle(String name, String exports) throws BundleException {
        var jar = TestJar.of(name, "0.1.0").without("Provide-Capability").header("Bundle-SymbolicName", name)
                .header("Export-Package", exports);
        context().installBundle("test:" + name, new ByteArrayInputStream(jar.bytes())).start();
    }

    private void bridge(BundleEvent event) {
        var bundle = event.getBundle();
        var command = commands.get(bundle.getSymbolicName());
        if (event.getType() == BundleEvent.STARTED && command != null) {
            bundle.adapt(BundleRevision.class).getDeclaredCapabilities("dkvm.device").forEach(capability -> bundle
                    .getBundleContext().registerService(DeviceBridge.class.getName(), bridge(command), FrameworkUtil
                            .asDictionary(Map.of(DeviceBridge.TYPE, capability.getAttributes().get("type")))));
        }
    }

    private static Object bridge(List<String> command) {
        return command.equals(HANGS) ? new HangingBridge() : new Bridge(command);
    }

    /** One that never comes up. */
    private static final class HangingBridge implements ServiceFactory<DeviceBridge> {
        @Override
        public DeviceBridge getService(Bundle bundle, ServiceRegistration<DeviceBridge> registration) {
            while (!Thread.currentThread().isInterrupted()) {
                LockSupport.park(this);
            }
            return new Bridge(List.of());
        }

        @Override
        public void ungetService(Bundle bundle, ServiceRegistration<DeviceBridge> registration,
                DeviceBridge service) {
            // It has nothing.
        }
    }

    private record Bridge(List<String> command) implements DeviceBridge {
        @Override
        public DeviceFacts facts() {
            return new TestJar.Facts();
        }

        @Override
        public LaunchSpec launch(Options options) {
            return new LaunchSpec.Command(command, Map.of());
        }
    }

    BundleContext context() {
        return felix.getBundleContext();
    }

    List<Bundle> bundles() {
        return List.of(context().getBundles());
    }

    /** The versions of a bundle that are installed. */
    List<String> versions(String bundle) {
        return bundles().stream().filter(each -> bundle.equals(each.getSymbolicName()))
                .map(each -> each.getVersion().toString()).toList();
    }

    /** As a device bundle is built: no singleton, and of the SDK. */
    static TestJar jar(String name, String version, String... types) {
        return TestJar.of(name, version, types).header("Bundle-SymbolicName", name).header("Import-Package",
                "dkvm.sdk.bridge;version=\"[0.1,1)\"");
    }

    /** Installs a jar as the launcher and deployment do. */
    Bundle install(TestJar jar) throws IOException, BundleException {
        return context().installBundle("reference:" + store.put(new ByteArrayInputStream(jar.bytes())).toUri());
    }

    @Override
    public void close() throws BundleException {
        felix.stop();
        try {
            felix.waitForStop(10_000);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
