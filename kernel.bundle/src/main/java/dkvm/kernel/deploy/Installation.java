// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import dkvm.kernel.device.Replacements;
import dkvm.sdk.bridge.DeviceBridge;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Device bundles into the framework and out of it. For one thread; each method takes some seconds at most. */
final class Installation {
    /** What a bundle does when it is started and stopped is its author's. */
    static final Duration PATIENCE = Duration.ofSeconds(5);
    /** Declarative services register bridges while a bundle is started, or soon after. */
    private static final Duration BRIDGES = Duration.ofSeconds(2);
    private static final long LOOK_NANOS = 5_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(Installation.class);

    private final BundleContext context;
    private final Replacements replacements;
    private final Milestones milestones;

    Installation(BundleContext context, Replacements replacements, Milestones milestones) {
        this.context = context;
        this.replacements = replacements;
        this.milestones = milestones;
    }

    /**
     * Installs and starts a bundle, whose bridges wait to be selected.
     *
     * @return a started bundle with a bridge for each of its types; also one that was there before
     * @throws RefusedException if it cannot be; then nothing of it is left
     */
    Bundle put(Placed placed) throws RefusedException {
        var jar = placed.jar();
        var bundle = install(jar);
        if (bundle.getState() == Bundle.ACTIVE) {
            return bundle;
        }
        try {
            replacements.expect(bundle);
            require(new ResolveCheck(List.of(context.getBundles()), bundle).fault(bundle));
            require(WireCheck.fault(bundle));
            milestones.accept(Milestone.INSTALLED, placed.file());
            start(bundle);
            awaitBridges(bundle, jar.types());
            makeBridges(bundle);
            return bundle;
        } catch (RefusedException e) {
            remove(bundle);
            throw e;
        }
    }

    /**
     * Stops and starts a bundle that devices run from; meanwhile they run on.
     *
     * @throws RefusedException if it does not start again
     */
    void restart(Bundle bundle, List<String> types) throws RefusedException {
        replacements.restarting(bundle);
        try {
            Bounded.call("its stop", PATIENCE, () -> {
                bundle.stop(Bundle.STOP_TRANSIENT);
                return true;
            });
            start(bundle);
            awaitBridges(bundle, types);
            makeBridges(bundle);
        } finally {
            replacements.restarted(bundle);
        }
    }

    private static void require(Optional<String> fault) throws RefusedException {
        if (fault.isPresent()) {
            throw new RefusedException(fault.get());
        }
    }

    private Bundle install(DeviceJar jar) throws RefusedException {
        try {
            return context.installBundle("reference:" + jar.stored().toUri());
        } catch (BundleException | IllegalStateException e) {
            throw new RefusedException("the framework does not take it: " + Cause.of(e), e);
        }
    }

    /** Nothing durable is in the framework: it is started for this run alone. */
    private static void start(Bundle bundle) throws RefusedException {
        Bounded.call("its start", PATIENCE, () -> {
            bundle.start(Bundle.START_TRANSIENT);
            return true;
        });
    }

    private static void awaitBridges(Bundle bundle, List<String> types) throws RefusedException {
        long end = System.nanoTime() + BRIDGES.toNanos();
        var missing = missing(bundle, types);
        while (!missing.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_NANOS);
            missing = missing(bundle, types);
        }
        if (!missing.isEmpty()) {
            throw new RefusedException("it declares " + String.join(", ", missing)
                    + ", but registers no bridge for that; see whether its component is in the jar (Service-Component) and"
                    + " what it refers to is there");
        }
    }

    /** They are made when they are first asked for, and the devices' thread is not to wait for what their author does then. */
    private void makeBridges(Bundle bundle) throws RefusedException {
        Bounded.call("its bridge", PATIENCE, () -> {
            for (var bridge : bridges(bundle)) {
                if (context.getService(bridge) == null) {
                    throw new RefusedException("its bridge for the device type " + bridge.getProperty(DeviceBridge.TYPE)
                            + " does not come up; the log says why");
                }
            }
            return true;
        });
    }

    private static List<ServiceReference<?>> bridges(Bundle bundle) {
        var services = bundle.getRegisteredServices();
        return services == null
                ? List.of()
                : Arrays.<ServiceReference<?>>stream(services)
                        .filter(service -> List.of((String[]) service.getProperty(Constants.OBJECTCLASS))
                                .contains(DeviceBridge.class.getName()))
                        .toList();
    }

    private static Set<String> missing(Bundle bundle, List<String> types) {
        var missing = new HashSet<>(types);
        bridges(bundle).forEach(bridge -> missing.remove(String.valueOf(bridge.getProperty(DeviceBridge.TYPE))));
        return missing;
    }

    /** Takes a bundle out; one that cannot be is said and left. */
    void remove(Bundle bundle) {
        try {
            Bounded.call("its removal", PATIENCE, () -> {
                bundle.uninstall();
                return true;
            });
        } catch (RefusedException e) {
            LOG.warn("{} {} stays in the framework until the kernel ends: {}", bundle.getSymbolicName(),
                    bundle.getVersion(), e.words());
        }
    }
}
