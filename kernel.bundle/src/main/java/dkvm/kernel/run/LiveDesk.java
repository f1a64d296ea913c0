// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import dkvm.kernel.config.Checked;
import dkvm.kernel.config.Desk;
import dkvm.kernel.config.DeskChange;
import dkvm.kernel.config.DeskConfigurations;
import dkvm.kernel.config.DeskReader;
import dkvm.kernel.config.DeviceTypes;
import dkvm.kernel.config.Finding;
import dkvm.kernel.config.Revisions;
import dkvm.kernel.device.Devices;
import dkvm.kernel.memory.Memory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The desk that runs, and the file that it comes from. All of a file is applied or nothing, one file after another;
 * what did not change is not touched. Any thread may ask.
 */
@Component(service = LiveDesk.class)
public final class LiveDesk {
    /** A component that has not followed by then does not. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Is told of reloads, on the thread that does them; it must not block. */
    interface Listener {
        /** A reload begins. */
        void reloading();

        /** It is over, whatever came of it. */
        void reloaded();
    }

    private final RunSettings settings;
    private final Map<String, String> environment;
    private final ConfigurationAdmin admin;
    private final Revisions revisions;
    private final Devices devices;
    private final Memory memory;
    /** One file after another. */
    private final ReentrantLock applying = new ReentrantLock();
    /** Counts what was applied. Guarded by the lock. */
    private long revision;
    private volatile Optional<Desk> desk = Optional.empty();
    /** Complete once all components follow the last file. */
    private volatile CompletableFuture<?> settled = CompletableFuture.completedFuture(true);
    private volatile Optional<Listener> listener = Optional.empty();

    /**
     * No desk yet.
     *
     * @param context says which file there is
     * @param admin where the configuration goes
     * @param revisions says who follows
     * @param devices the devices
     * @param memory their buffers
     */
    @Activate
    public LiveDesk(BundleContext context, @Reference ConfigurationAdmin admin, @Reference Revisions revisions,
            @Reference Devices devices, @Reference Memory memory) {
        this(RunSettings.of(context::getProperty), System.getenv(), admin, revisions, devices, memory);
    }

    LiveDesk(RunSettings settings, Map<String, String> environment, ConfigurationAdmin admin, Revisions revisions,
            Devices devices, Memory memory) {
        this.settings = settings;
        this.environment = environment;
        this.admin = admin;
        this.revisions = revisions;
        this.devices = devices;
        this.memory = memory;
    }

    /**
     * The kernel's configuration file.
     *
     * @return empty: it was started without one
     */
    public Optional<Path> file() {
        return settings.config();
    }

    /**
     * The desk that was applied last.
     *
     * @return empty: none yet
     */
    public Optional<Desk> desk() {
        return desk;
    }

    /**
     * The device types that a file may name.
     *
     * @return those of the bundles, and {@code process}
     * @throws IOException if a device bundle cannot be read
     */
    public DeviceTypes types() throws IOException {
        return DeviceTypes.read(settings.deviceJars());
    }

    /**
     * Reads a file and applies nothing.
     *
     * @param from the file
     * @return what was found; with {@code --until-end} a desk without an end is an error too
     * @throws IOException if a device bundle cannot be read
     */
    public Checked read(Path from) throws IOException {
        var reader = new DeskReader(types(), environment);
        var checked = reader.read(from, false);
        if (!settings.untilEnd()) {
            return checked;
        }
        var findings = new ArrayList<>(checked.findings());
        var endless = reader.endlessUnderUntilEnd(checked);
        findings.addAll(endless);
        return new Checked(checked.desk().filter(_ -> endless.isEmpty()), findings, checked.devices(),
                checked.memory());
    }

    /** Is told of reloads from now on. */
    void listen(Listener newListener) {
        listener = Optional.of(newListener);
    }

    /** Whether everything follows the last file. */
    boolean settled() {
        return settled.isDone() && !applying.isLocked();
    }

    /**
     * Applies the file for the first time, and waits for nobody.
     *
     * @return what is wrong, a line each; none: nothing
     */
    List<String> begin() throws IOException {
        if (settings.config().isEmpty()) {
            return List.of();
        }
        applying.lock();
        try {
            var checked = read(settings.config().get());
            if (checked.desk().isEmpty()) {
                // It was right when the launcher looked.
                return lines(checked.findings(), settings.config().get());
            }
            apply(checked.desk().get());
            return List.of();
        } finally {
            applying.unlock();
        }
    }

    /**
     * Reads the file again and applies how it differs; answers when all components follow, or after 10 s.
     *
     * @return what came of it
     * @throws IOException if a device bundle cannot be read, or ConfigAdmin cannot store the configuration
     * @throws InterruptedException if the thread was interrupted; what was written is applied all the same
     */
    public Reload reload() throws IOException, InterruptedException {
        applying.lockInterruptibly();
        try {
            listener.ifPresent(Listener::reloading);
            return reloadNow();
        } finally {
            listener.ifPresent(Listener::reloaded);
            applying.unlock();
        }
    }

    private Reload reloadNow() throws IOException, InterruptedException {
        if (settings.config().isEmpty()) {
            return new Reload.Refused(List.of("this kernel was started without a configuration file"));
        }
        var checked = read(settings.config().get());
        var lines = lines(checked.findings(), settings.config().get());
        if (checked.desk().isEmpty()) {
            return new Reload.Refused(lines);
        }
        var changes = desk.map(before -> DeskChange.between(before, checked.desk().get())).orElse(List.of());
        var applied = apply(checked.desk().get());
        try {
            var _ = settled.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return new Reload.Done(changes, lines);
        } catch (TimeoutException e) {
            return new Reload.Late(changes, revisions.missing(applied));
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing fails there", e);
        }
    }

    private DeskConfigurations.Applied apply(Desk next) throws IOException {
        devices.kernelName(next.name());
        memory.configure(next.memory());
        var applied = DeskConfigurations.apply(next, ++revision, admin);
        settled = revisions.await(applied).thenCompose(_ -> devices.settled());
        desk = Optional.of(next);
        return applied;
    }

    private static List<String> lines(List<Finding> findings, Path file) {
        return findings.stream().map(finding -> finding.format(file.toString())).toList();
    }
}
