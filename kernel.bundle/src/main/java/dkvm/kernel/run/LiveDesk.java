// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import dkvm.kernel.config.Checked;
import dkvm.kernel.config.Desk;
import dkvm.kernel.config.DeskChange;
import dkvm.kernel.config.DeskConfigurations;
import dkvm.kernel.config.DeviceEntry;
import dkvm.kernel.config.DeviceTypes;
import dkvm.kernel.config.Finding;
import dkvm.kernel.config.Finding.Severity;
import dkvm.kernel.config.Revisions;
import dkvm.kernel.deploy.Deployments;
import dkvm.kernel.deploy.DeskTurn;
import dkvm.kernel.device.Devices;
import dkvm.kernel.memory.Memory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The desk that runs, and the file that it comes from. All of a file is applied or nothing, one file after another;
 * what did not change is not touched. Any thread may ask.
 */
@Component(service = LiveDesk.class)
public final class LiveDesk implements DeskTurn {
    /** A component that has not followed by then does not. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Is told of reloads, on the thread that does them; it must not block. */
    interface Listener {
        /** A reload begins. */
        void reloading();

        /** It is over, whatever came of it. */
        void reloaded();
    }

    private static final Logger LOG = LoggerFactory.getLogger(LiveDesk.class);

    private final RunSettings settings;
    /** Those that offer the device types now. */
    private final Supplier<List<Path>> jars;
    private final DeskReading reading;
    private final ConfigurationAdmin admin;
    private final Revisions revisions;
    private final Devices devices;
    private final Memory memory;
    /** One file after another. */
    private final ReentrantLock applying = new ReentrantLock();
    /** Counts what was applied. Guarded by the lock. */
    private long revision;
    /** Changed under the lock, as what it was read from. */
    private volatile Optional<Desk> desk = Optional.empty();
    private volatile String text = "";
    /** What was last to be applied, right or wrong; empty: the file could not be read. */
    private volatile String lastText = "";
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
     * @param deployments know which jars offer types, and are told how the desk follows
     */
    @Activate
    public LiveDesk(BundleContext context, @Reference ConfigurationAdmin admin, @Reference Revisions revisions,
            @Reference Devices devices, @Reference Memory memory, @Reference Deployments deployments) {
        this(RunSettings.of(context::getProperty), deployments::deviceJars, System.getenv(), admin, revisions, devices,
                memory);
        deployments.desk(this);
    }

    LiveDesk(RunSettings settings, Supplier<List<Path>> jars, Map<String, String> environment,
            ConfigurationAdmin admin, Revisions revisions, Devices devices, Memory memory) {
        this.settings = settings;
        this.jars = jars;
        this.reading = new DeskReading(settings.untilEnd(), environment);
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
        return DeviceTypes.read(jars.get());
    }

    /**
     * Reads a file and applies nothing.
     *
     * @param from the file
     * @return what was found; with {@code --until-end} a desk without an end is an error too
     * @throws IOException if a device bundle cannot be read
     */
    public Checked read(Path from) throws IOException {
        return reading.file(from, jars.get());
    }

    /** Is told of reloads from now on. */
    void listen(Listener newListener) {
        listener = Optional.of(newListener);
    }

    /** What was last to be applied, right or wrong; what was applied, if device types have become others since. */
    String lastText() {
        return lastText;
    }

    /** Whether a file is being applied. */
    boolean isApplying() {
        return applying.isLocked();
    }

    /** Whether everything follows the last file. */
    boolean settled() {
        return settled.isDone() && !isApplying();
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
            var checked = readToApply(settings.config().get());
            if (checked.desk().isEmpty()) {
                // It was right when the launcher looked.
                return DeskReading.lines(checked.findings(), settings.config().get());
            }
            apply(checked.desk().get(), checked.text());
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
        var checked = readToApply(settings.config().get());
        var lines = DeskReading.lines(checked.findings(), settings.config().get());
        if (checked.desk().isEmpty()) {
            return new Reload.Refused(lines);
        }
        var changes = desk.map(before -> DeskChange.between(before, checked.desk().get())).orElse(List.of());
        var applied = apply(checked.desk().get(), checked.text());
        try {
            var _ = settled.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return new Reload.Done(changes, lines);
        } catch (TimeoutException e) {
            return new Reload.Late(changes, revisions.missing(applied));
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing fails there", e);
        }
    }

    private Checked readToApply(Path file) throws IOException {
        var checked = read(file);
        lastText = checked.text();
        return checked;
    }

    @Override
    public Optional<String> fault(List<Path> next) throws IOException {
        return desk.isEmpty() ? Optional.empty() : fault(readAgain(next));
    }

    @Override
    public Optional<String> under(List<Path> next, Turn turn) throws IOException, InterruptedException {
        applying.lockInterruptibly();
        try {
            if (desk.isEmpty()) {
                return turn.carryOut(Map.of());
            }
            var checked = readAgain(next);
            var refused = fault(checked).or(() -> turn.carryOut(changed(desk.get(), checked.desk().orElseThrow())));
            if (refused.isEmpty()) {
                follow(checked.desk().orElseThrow());
            }
            return refused;
        } finally {
            applying.unlock();
        }
    }

    /** The file may have been edited since: it is what was applied that is read. */
    private Checked readAgain(List<Path> next) throws IOException {
        return reading.text(settings.config().orElseThrow(), text, next);
    }

    private Optional<String> fault(Checked checked) {
        return checked.desk().isPresent()
                ? Optional.empty()
                : Optional.of("the desk that runs is not right with it:\n"
                        + String.join("\n", DeskReading.lines(errors(checked), settings.config().orElseThrow())));
    }

    /** The devices run already as the desk says now. */
    private void follow(Desk next) {
        try {
            apply(next, text);
            // What was refused under the other types may be right now.
            lastText = text;
        } catch (IOException | RuntimeException e) {
            LOG.error(
                    "the configuration with the new defaults could not be stored: {}; \"dkvm ctl config reload\" tries"
                            + " it again",
                    e.getMessage(), e);
        }
    }

    private static Map<String, DeviceEntry> changed(Desk before, Desk after) {
        var changed = new HashMap<String, DeviceEntry>();
        after.devices().stream().filter(device -> !before.devices().contains(device))
                .forEach(device -> changed.put(device.id(), device));
        return changed;
    }

    private static List<Finding> errors(Checked checked) {
        return checked.findings().stream().filter(finding -> finding.severity() == Severity.ERROR).toList();
    }

    private DeskConfigurations.Applied apply(Desk next, String from) throws IOException {
        devices.kernelName(next.name());
        memory.configure(next.memory());
        var applied = DeskConfigurations.apply(next, ++revision, admin);
        settled = revisions.await(applied).thenCompose(_ -> devices.settled());
        desk = Optional.of(next);
        text = from;
        return applied;
    }
}
