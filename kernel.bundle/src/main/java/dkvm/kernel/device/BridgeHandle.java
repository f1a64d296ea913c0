// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.config.DeviceEntry;
import dkvm.sdk.bridge.DeviceBridge;
import dkvm.sdk.bridge.LaunchSpec;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.config.Options;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bridge that is selected for a type.
 *
 * @param bridge the service
 * @param bundle whose it is
 */
record BridgeHandle(DeviceBridge bridge, Bundle bundle) {
    /** It has only to say what to start. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(BridgeHandle.class);

    /** The bridge behind a reference; empty: it is gone, as the registry will say, or does not come up. */
    static Optional<BridgeHandle> of(String device, BundleContext context, ServiceReference<DeviceBridge> reference) {
        var bridge = context.getService(reference);
        var bundle = reference.getBundle();
        if (bundle == null) {
            return Optional.empty();
        }
        if (bridge == null) {
            LOG.error("{}: the bundle {} offers its type, but its bridge does not come up", device, bundle);
            return Optional.empty();
        }
        return Optional.of(new BridgeHandle(bridge, bundle));
    }

    List<Port> ports(DeviceEntry entry) {
        return answer("dkvm-ports-" + entry.id(), () -> bridge.facts().ports(Options.of(entry.options())));
    }

    /** Whether a device would get the same process from another bridge. */
    boolean sameProgram(BridgeHandle other, DeviceEntry entry) {
        return bundle.getBundleId() == other.bundle.getBundleId()
                && bundle.getLastModified() == other.bundle.getLastModified()
                && launch(entry).equals(other.launch(entry));
    }

    LaunchSpec launch(DeviceEntry entry) {
        return answer("dkvm-launch-" + entry.id(), () -> bridge.launch(Options.of(entry.options())));
    }

    /** All devices wait for it: one that does not answer counts as failed. */
    private static <T> T answer(String what, Callable<T> question) {
        try {
            return Foreign.call(what, PATIENCE, question);
        } catch (TimeoutException e) {
            throw new IllegalStateException("its bundle's bridge does not answer within " + PATIENCE.toSeconds() + " s",
                    e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
