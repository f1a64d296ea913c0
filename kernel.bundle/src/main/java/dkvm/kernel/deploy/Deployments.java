// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import dkvm.kernel.api.BundleStatus;
import dkvm.kernel.device.Devices;
import dkvm.kernel.device.Replacements;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The device bundles: the shipped ones, and over them the jars of the watched folder, which come and go while devices
 * run. Any thread may ask; all but {@link #begin} and {@link #stop} answer at once.
 */
@Component(service = Deployments.class)
public final class Deployments {
    private static final Logger LOG = LoggerFactory.getLogger(Deployments.class);
    /** What is just being finished may be. */
    private static final Duration STOP = Duration.ofMillis(300);
    private static final Outcome NO_FOLDER = new Outcome.Refused("this kernel watches no folder");

    private final Devices devices;
    private final Layers layers;
    private final Installation installation;
    private final LateDesk desk = new LateDesk();
    private final Switch turns;
    private final Optional<Deployer> deployer;
    private final Statuses statuses;
    private final DeployThread thread = new DeployThread(this::look);
    /** Those who have no answer yet. */
    private final Queue<CompletableFuture<Outcome>> open = new ConcurrentLinkedQueue<>();

    /** What came of something that was asked for. */
    public sealed interface Outcome {
        /**
         * It is so now.
         *
         * @param text what, for people
         */
        record Done(String text) implements Outcome {}

        /**
         * It is not; what runs is as before.
         *
         * @param reason what is wrong; what to do
         */
        record Refused(String reason) implements Outcome {}
    }

    /**
     * The shipped bundles alone.
     *
     * @param context knows them, and the folder to watch, {@code dkvm.deploy}; without it none is watched
     * @param replacements put one bundle in the place of another
     * @param devices run from them
     */
    @Activate
    public Deployments(BundleContext context, @Reference Replacements replacements, @Reference Devices devices) {
        this.devices = devices;
        layers = new Layers(context);
        var milestones = new Milestones(context.getProperty(Milestones.HALT));
        installation = new Installation(context, replacements, milestones);
        turns = new Switch(replacements, milestones, desk, layers::offering);
        var store = Optional.ofNullable(context.getProperty("dkvm.store")).map(Path::of);
        deployer = Optional.ofNullable(context.getProperty("dkvm.deploy")).map(Path::of)
                .flatMap(folder -> store.map(place -> new Deployer(folder, place, layers, installation, turns,
                        replacements, milestones)));
        statuses = deployer.map(Deployer::statuses).orElseGet(() -> new Statuses(layers, Map::of));
        statuses.publish();
    }

    /**
     * Says what has to follow when device types become others.
     *
     * @param known the desk
     */
    public void desk(DeskTurn known) {
        desk.is(known);
    }

    /**
     * Lets what ran last from the folder run again, at once: to be called before any device is configured. May take some
     * seconds.
     */
    public void begin() {
        deployer.ifPresent(Deployer::begin);
    }

    /** From now on what runs is what the folder wants: to be called once the desk is applied. */
    public void watch() {
        thread.start();
    }

    /** The kernel stops: a replacement that is under way is waited for no longer. Returns within 300 ms. */
    @Deactivate
    public void stop() {
        turns.abandon();
        thread.stop(STOP);
        open.forEach(answer -> answer.complete(DeployThread.STOPS));
    }

    /**
     * The bundles, and the files of the folder that are none yet or were refused.
     *
     * @return a snapshot
     */
    public List<BundleStatus> status() {
        return statuses.with(devices.status());
    }

    /**
     * The jars that offer the device types there are now.
     *
     * @return files of the jar store
     */
    public List<Path> deviceJars() {
        return layers.offering();
    }

    /**
     * Copies a jar into the watched folder.
     *
     * @param file the jar
     * @return complete when it runs, or is refused
     */
    public CompletableFuture<Outcome> install(Path file) {
        return ask(answer -> deployer.ifPresentOrElse(each -> each.install(file, answer),
                () -> answer.complete(NO_FOLDER)));
    }

    /**
     * Takes all jars of a bundle out of the watched folder.
     *
     * @param bundle its symbolic name
     * @return complete when it does not run any more
     */
    public CompletableFuture<Outcome> uninstall(String bundle) {
        return ask(answer -> deployer.ifPresentOrElse(each -> each.uninstall(bundle, answer),
                () -> answer.complete(NO_FOLDER)));
    }

    /**
     * Stops and starts a bundle, and puts new processes of it in the place of those that run.
     *
     * @param bundle its symbolic name
     * @return complete when that is done
     */
    public CompletableFuture<Outcome> restart(String bundle) {
        return ask(answer -> answer.complete(layers.running(bundle).map(this::restart)
                .orElseGet(() -> new Outcome.Refused(layers.unknown(bundle)))));
    }

    private Outcome restart(Layers.Installed running) {
        var name = running.jar().bundle() + " " + running.jar().version();
        try {
            installation.restart(running.bundle(), running.jar().types());
        } catch (RefusedException e) {
            deployer.ifPresent(each -> each.lost(running.jar().bundle()));
            return new Outcome.Refused(name + " does not start again: " + e.words());
        }
        var why = turns.renew(running.bundle());
        if (why.isPresent()) {
            return new Outcome.Refused(name + " is not restarted: " + why.get());
        }
        LOG.info("{} is restarted", name);
        return new Outcome.Done(name + " is restarted");
    }

    private CompletableFuture<Outcome> ask(Consumer<CompletableFuture<Outcome>> work) {
        var answer = new CompletableFuture<Outcome>();
        open.add(answer);
        var _ = answer.whenComplete((_, _) -> open.removeIf(CompletableFuture::isDone));
        if (!thread.ask(() -> answer(work, answer))) {
            answer.complete(DeployThread.STOPS);
        }
        return answer;
    }

    private static void answer(Consumer<CompletableFuture<Outcome>> work, CompletableFuture<Outcome> answer) {
        try {
            work.accept(answer);
        } catch (RuntimeException | Error e) {
            answer.complete(new Outcome.Refused("it failed: " + Cause.of(e)));
            throw e;
        }
    }

    private void look() {
        deployer.ifPresent(Deployer::look);
    }
}
