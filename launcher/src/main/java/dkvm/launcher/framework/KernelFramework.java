// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.framework;

import dkvm.launcher.distribution.BundleJar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.apache.felix.framework.Felix;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Felix framework with a kernel in it. Inside, the kernel's classes are others than out here, so both sides meet in
 * services of the JDK's types: an {@link IntConsumer} with {@code dkvm.exit=true} takes the exit code once, a
 * {@link BiFunction} with {@code dkvm.log=true} gives log records, a {@link BiConsumer} sets log levels, a {@link Consumer} with
 * {@code dkvm.notify=true} tells the service manager, and the kernel's {@link Runnable}s with {@code dkvm.command} begin an orderly stop
 * ({@code shutdown}) or read the configuration again ({@code reload}).
 */
public final class KernelFramework implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("kernel.framework");
    private static final Duration STOP = Duration.ofSeconds(2);

    private final Felix framework;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> started = new CompletableFuture<>();

    /**
     * A framework that is not started yet.
     *
     * @param properties framework properties, those for the kernel among them
     */
    public KernelFramework(Map<String, String> properties) {
        var all = new HashMap<String, Object>(properties);
        all.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, String.valueOf(StartLevel.LAST.number()));
        all.put("felix.log.logger", new FelixLog());
        all.put("felix.log.level", "2");
        framework = new Felix(all);
    }

    /**
     * Starts the framework, and in it the bundles.
     *
     * @param bundles jars that stay as they are while the framework runs
     * @param recent what the kernel can show of the log
     * @param levels sets a logger's level
     * @param notify tells the service manager, in assignments of sd_notify(3)
     * @throws BundleException if one of them does not start
     */
    public void start(List<BundleJar> bundles, BiFunction<Long, Long, List<String[]>> recent,
            BiConsumer<String, String> levels, Consumer<String> notify) throws BundleException {
        // Bundles find their own classes; with the launcher's loader in this place JLine finds nothing.
        Thread.currentThread().setContextClassLoader(null);
        framework.init();
        var context = framework.getBundleContext();
        context.registerService(IntConsumer.class, exit::complete, property("dkvm.exit"));
        context.registerService(BiFunction.class, recent, property("dkvm.log"));
        context.registerService(BiConsumer.class, levels, property("dkvm.log"));
        context.registerService(Consumer.class, notify, property("dkvm.notify"));
        context.addFrameworkListener(this::happened);
        var installed = new ArrayList<Bundle>();
        for (var jar : bundles) {
            var bundle = context.installBundle("reference:" + jar.path().toUri());
            bundle.adapt(BundleStartLevel.class).setStartLevel(StartLevel.of(jar).number());
            bundle.start();
            installed.add(bundle);
        }
        framework.start();
        started.join();
        for (var bundle : installed) {
            if (bundle.getState() != Bundle.ACTIVE) {
                // Says why it cannot.
                bundle.start();
            }
        }
        Thread.ofPlatform().daemon().name("dkvm-framework-end").start(this::awaitEnd);
    }

    private static Dictionary<String, Object> property(String name) {
        return FrameworkUtil.asDictionary(Map.of(name, true));
    }

    private void happened(FrameworkEvent event) {
        if (event.getType() == FrameworkEvent.STARTED) {
            started.complete(null);
        } else if (event.getType() == FrameworkEvent.ERROR) {
            LOG.error(event.getBundle().getSymbolicName(), event.getThrowable());
        }
    }

    private void awaitEnd() {
        try {
            framework.waitForStop(0);
            // Whoever stopped it, nothing runs any more; after an orderly end the code is there already.
            exit.complete(1);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * How the run ends.
     *
     * @return complete with the exit code once the kernel has ended
     */
    public CompletableFuture<Integer> exit() {
        return exit;
    }

    /**
     * The kernel's orderly stop.
     *
     * @return empty: the kernel is not up yet, or no more
     */
    public Optional<Runnable> shutdown() {
        return command("shutdown");
    }

    /** Lets the kernel read its configuration again, if it is up. */
    public void reload() {
        command("reload").ifPresentOrElse(Runnable::run,
                () -> LOG.warn("the configuration is not read again: the kernel is not up"));
    }

    private Optional<Runnable> command(String name) {
        BundleContext context = framework.getBundleContext();
        if (context == null) {
            return Optional.empty();
        }
        try {
            return context.getServiceReferences(Runnable.class, "(dkvm.command=" + name + ")").stream().findFirst()
                    .map((ServiceReference<Runnable> found) -> context.getService(found));
        } catch (InvalidSyntaxException | IllegalStateException e) {
            LOG.debug("no {}", name, e);
            return Optional.empty();
        }
    }

    /** Stops what still runs, within 2 s. */
    @Override
    public void close() throws BundleException {
        framework.stop();
        try {
            framework.waitForStop(STOP.toMillis());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
