// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import dkvm.kernel.deploy.Deployments.Outcome;
import dkvm.kernel.device.Replacements;
import dkvm.kernel.store.JarStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that a watched folder takes, put together. For one thread, but for {@link #reasons}. */
final class Deployer {
    private static final Logger LOG = LoggerFactory.getLogger(Deployer.class);

    /** Where files are written whole. */
    private final List<Path> places;
    private final JarStore store;
    private final GoodKeeper good;
    private final GoodStart start;
    private final Layers layers;
    private final Refusals refusals;
    private final Statuses statuses;
    private final Changeover changeover;
    private final FolderWatch watch;
    private final Requests requests;
    private final Pending pending = new Pending();

    /**
     * Nothing is looked at yet.
     *
     * @param folder the watched folder
     * @param place the jar store's
     */
    Deployer(Path folder, Path place, Layers layers, Installation installation, Switch devices,
            Replacements replacements, Milestones milestones) {
        this.layers = layers;
        places = List.of(folder, folder.resolve(Rejected.FOLDER), place);
        store = new JarStore(place);
        good = new GoodKeeper(new GoodList(place), store);
        start = new GoodStart(folder, store, layers, installation, replacements);
        refusals = new Refusals(new Rejected(folder, InstantSource.system()), layers, good, devices, milestones,
                pending);
        statuses = new Statuses(layers, this::reasons);
        changeover = new Changeover(layers, installation, devices, good, milestones);
        watch = new FolderWatch(new WatchedFolder(folder, store, System::nanoTime), layers, changeover, refusals,
                milestones, statuses, System::nanoTime);
        requests = new Requests(folder, store, layers, watch, statuses, pending);
    }

    /** What ran last runs again, where it has a file. */
    void begin() {
        places.forEach(Deployer::tidy);
        var last = good.read();
        sweep(last);
        start.begin(last);
        statuses.publish();
    }

    private static void tidy(Path place) {
        try {
            if (Files.isDirectory(place)) {
                WholeFile.tidy(place);
            }
        } catch (IOException e) {
            LOG.warn("what a kernel before left unfinished in {} cannot be removed: {}", place, Cause.of(e));
        }
    }

    /** Of what ran from the store before, nothing but this is needed. */
    private void sweep(List<Placed> last) {
        var kept = new HashSet<>(layers.files());
        last.forEach(placed -> kept.add(String.valueOf(placed.jar().stored().getFileName())));
        try {
            store.keepOnly(kept);
        } catch (IOException e) {
            LOG.warn("old jars cannot be removed from the jar store: {}", Cause.of(e));
        }
    }

    /** Looks into the folder, and does what it wants. */
    void look() {
        watch.look();
        good.again(layers);
        pending.settle();
        statuses.publish();
    }

    void install(Path file, CompletableFuture<Outcome> answer) {
        requests.install(file, answer);
    }

    void uninstall(String bundle, CompletableFuture<Outcome> answer) {
        requests.uninstall(bundle, answer);
    }

    /** A bundle of the folder does not start any more: the next look judges its file anew. */
    void lost(String bundle) {
        layers.deployed(bundle).ifPresent(each -> changeover.lose(each.placed()));
        statuses.publish();
    }

    Statuses statuses() {
        return statuses;
    }

    private Map<String, String> reasons() {
        return refusals.reasons();
    }
}
