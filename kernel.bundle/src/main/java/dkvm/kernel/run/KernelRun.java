// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import dkvm.kernel.api.KernelView;
import dkvm.kernel.config.Desk;
import dkvm.kernel.config.DeskConfigurations;
import dkvm.kernel.config.DeskReader;
import dkvm.kernel.config.DeviceTypes;
import dkvm.kernel.device.Devices;
import dkvm.kernel.memory.Memory;
import dkvm.kernel.pipeline.Graph;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
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
    private static final long LOOK_MILLIS = 20;

    private static final int OK = 0;
    private static final int FAILURE = 1;
    private static final int WRONG_CONFIGURATION = 2;

    private final RunSettings settings;
    private final ConfigurationAdmin admin;
    private final Devices devices;
    private final Graph graph;
    private final Memory memory;
    private final KernelView view;
    private final @Nullable IntConsumer exit;
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final Thread thread;

    /**
     * Begins the run.
     *
     * @param context says what the launcher wants
     * @param admin where the configuration goes
     * @param devices the devices
     * @param graph their links
     * @param memory their buffers
     * @param view what the report shows
     * @param exit is told the exit code; none in a test
     */
    @Activate
    public KernelRun(BundleContext context, @Reference ConfigurationAdmin admin, @Reference Devices devices,
            @Reference Graph graph, @Reference Memory memory, @Reference KernelView view,
            @Reference(target = "(dkvm.exit=true)", cardinality = ReferenceCardinality.OPTIONAL) @Nullable IntConsumer exit) {
        this.settings = RunSettings.of(context::getProperty);
        this.admin = admin;
        this.devices = devices;
        this.graph = graph;
        this.memory = memory;
        this.view = view;
        this.exit = exit;
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
        new OrderlyStop(devices, graph).stop();
        LOG.info("stopped");
        if (exit != null) {
            exit.accept(settings.untilEnd() ? Math.max(code, failedSince(stopped)) : code);
        }
    }

    private int configureAndWait() throws IOException, InterruptedException {
        long started = System.nanoTime();
        if (settings.config().isEmpty()) {
            stopRequested.await();
            return OK;
        }
        var file = settings.config().get();
        var checked = new DeskReader(DeviceTypes.read(settings.deviceJars()), System.getenv()).read(file, false);
        if (checked.desk().isEmpty()) {
            // It was right when the launcher looked, and said what it warns of.
            checked.findings().forEach(finding -> LOG.error("{}", finding.format(file.toString())));
            return WRONG_CONFIGURATION;
        }
        devices.kernelName(checked.desk().get().name());
        memory.configure(checked.desk().get().memory());
        DeskConfigurations.apply(checked.desk().get(), admin);
        return await(checked.desk().get(), started);
    }

    private int await(Desk desk, long started) throws InterruptedException {
        long deadline = settings.timeout().map(timeout -> started + timeout.toNanos()).orElse(Long.MAX_VALUE);
        if (!settings.untilEnd() && settings.timeout().isEmpty()) {
            stopRequested.await();
            return OK;
        }
        var watch = new EndWatch();
        while (!stopRequested.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            long now = System.nanoTime();
            if (now - deadline >= 0) {
                LOG.warn("the time of {} ms is up", settings.timeout().orElse(Duration.ZERO).toMillis());
                return settings.untilEnd() ? FAILURE : OK;
            }
            var links = view.links();
            var all = view.devices();
            if (settings.untilEnd() && configured(desk, all.size(), links.size()) && watch.over(all, links, now)) {
                LOG.info("every stream has ended");
                return verdict(watch.troubles(all, links));
            }
        }
        if (settings.untilEnd()) {
            LOG.error("stopped before the end");
            return FAILURE;
        }
        return OK;
    }

    /** ConfigAdmin delivers in its own time. */
    private static boolean configured(Desk desk, int devices, int links) {
        return devices >= desk.devices().size()
                && links >= desk.pipelines().stream().mapToInt(pipeline -> pipeline.links().size()).sum();
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
