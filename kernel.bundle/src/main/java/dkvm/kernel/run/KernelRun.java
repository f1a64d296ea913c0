// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import dkvm.kernel.api.KernelView;
import dkvm.kernel.deploy.Deployments;
import dkvm.kernel.device.Devices;
import dkvm.kernel.pipeline.Graph;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of the kernel, on a thread of its own: configures the desk, waits for the end, reports, stops the devices and
 * tells the launcher the exit code. As a service it is the way to ask for an orderly stop.
 */
@Component(service = Runnable.class, immediate = true, property = "dkvm.command=shutdown")
public final class KernelRun implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(KernelRun.class);
    private static final long LOOK_MILLIS = 100;
    /** The end is not to be overlooked for long. */
    private static final long END_LOOK_MILLIS = 20;
    /** So often it looks between two signs of life. */
    private static final long LOOKS = 4;

    private static final int OK = 0;
    private static final int FAILURE = 1;
    private static final int WRONG_CONFIGURATION = 2;

    private final RunSettings settings;
    private final LiveDesk desk;
    private final Devices devices;
    private final Deployments deployments;
    private final Graph graph;
    private final KernelView view;
    private final ServiceStates states;
    private final Runnable reload;
    private final @Nullable IntConsumer exit;
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final Thread thread;

    /**
     * Begins the run.
     *
     * @param context says what the launcher wants
     * @param desk what is to run
     * @param devices the devices
     * @param deployments their bundles
     * @param graph their links
     * @param view what the report shows
     * @param reload reads the desk's file again
     * @param exit is told the exit code; none in a test
     * @param manager is told what a service manager wants to know; none in a test
     */
    @Activate
    public KernelRun(BundleContext context, @Reference LiveDesk desk, @Reference Devices devices,
            @Reference Deployments deployments, @Reference Graph graph, @Reference KernelView view,
            @Reference(target = "(dkvm.command=reload)") Runnable reload,
            @Reference(target = "(dkvm.exit=true)", cardinality = ReferenceCardinality.OPTIONAL) @Nullable IntConsumer exit,
            @Reference(target = "(dkvm.notify=true)", cardinality = ReferenceCardinality.OPTIONAL) @Nullable Consumer<String> manager) {
        this.settings = RunSettings.of(context::getProperty);
        this.desk = desk;
        this.devices = devices;
        this.deployments = deployments;
        this.graph = graph;
        this.view = view;
        this.reload = reload;
        this.exit = exit;
        states = new ServiceStates(manager == null ? _ -> {} : manager, view::devices, devices::settled,
                settings.watchdog(), System::nanoTime);
        desk.listen(states);
        thread = Thread.ofPlatform().name("dkvm-run").start(this::wholeRun);
    }

    /** Asks for an orderly stop; returns at once. */
    @Override
    public void run() {
        stopRequested.countDown();
    }

    @Deactivate
    void deactivate() throws InterruptedException {
        stopRequested.countDown();
        if (!Thread.currentThread().equals(thread)) {
            thread.join(Duration.ofSeconds(5));
        }
    }

    private void wholeRun() {
        int code;
        try {
            code = configureAndWait();
        } catch (IOException e) {
            LOG.error("{}", e.getMessage());
            code = FAILURE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            code = FAILURE;
        } catch (RuntimeException e) {
            LOG.error("the kernel fails: {}", e.toString(), e);
            code = FAILURE;
        }
        code = report(code);
        var stopped = Instant.now();
        LOG.info("stopping");
        states.stopping();
        deployments.stop();
        new OrderlyStop(devices, graph).stop();
        LOG.info("stopped");
        if (exit != null) {
            exit.accept(settings.untilEnd() ? Math.max(code, failedSince(stopped)) : code);
        }
    }

    private int configureAndWait() throws IOException, InterruptedException {
        long started = System.nanoTime();
        deployments.begin();
        var wrong = desk.begin();
        wrong.forEach(LOG::error);
        if (!wrong.isEmpty()) {
            return WRONG_CONFIGURATION;
        }
        deployments.watch();
        if (desk.file().isEmpty()) {
            return await(started);
        }
        try (var _ = DeskWatch.start(desk.file().get(), desk, reload)) {
            return await(started);
        }
    }

    private int await(long started) throws InterruptedException {
        var watch = new EndWatch();
        long pause = pauseMillis();
        while (!stopRequested.await(pause, TimeUnit.MILLISECONDS)) {
            boolean settled = desk.settled();
            states.look(settled);
            long now = System.nanoTime();
            if (settings.timeout().filter(timeout -> now - started >= timeout.toNanos()).isPresent()) {
                LOG.warn("the time of {} ms is up", settings.timeout().get().toMillis());
                return settings.untilEnd() ? FAILURE : OK;
            }
            if (settings.untilEnd() && settled) {
                var links = view.links();
                var all = view.devices();
                if (watch.over(all, links, now)) {
                    LOG.info("every stream has ended");
                    return verdict(watch.troubles(all, links));
                }
            }
        }
        if (settings.untilEnd()) {
            LOG.error("stopped before the end");
            return FAILURE;
        }
        return OK;
    }

    private long pauseMillis() {
        long pause = settings.untilEnd() || settings.timeout().isPresent() ? END_LOOK_MILLIS : LOOK_MILLIS;
        return settings.watchdog().map(limit -> Math.clamp(limit.toMillis() / LOOKS, 1, pause)).orElse(pause);
    }

    private static int verdict(List<String> troubles) {
        troubles.forEach(trouble -> LOG.error("{}", trouble));
        return troubles.isEmpty() ? OK : FAILURE;
    }

    /** A device that could not finish what it had, such as a file on a full disk, is a failure of the whole. */
    private int failedSince(Instant stopped) {
        int code = OK;
        for (var device : view.devices()) {
            var failure = device.lastExit().filter(last -> last.at().isAfter(stopped) && last.code().orElse(0) != 0);
            if (failure.isPresent()) {
                LOG.error("{}: {} while it was stopped", device.id(), failure.get().reason());
                code = FAILURE;
            }
        }
        return code;
    }

    private int report(int code) {
        if (settings.report().isEmpty()) {
            return code;
        }
        try {
            Report.write(Report.of(view), settings.report().get());
            return code;
        } catch (IOException e) {
            LOG.error("the report could not be written to {}: {}", settings.report().get(), e.toString());
            return Math.max(code, FAILURE);
        }
    }
}
