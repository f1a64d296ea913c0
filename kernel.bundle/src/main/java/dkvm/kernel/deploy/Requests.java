// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import dkvm.kernel.config.Sizes;
import dkvm.kernel.deploy.Content.Whole;
import dkvm.kernel.deploy.Deployments.Outcome;
import dkvm.kernel.store.JarStore;
import dkvm.kernel.store.ZipDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** What people ask of the watched folder: to have a jar put in, or a bundle's files taken out. For one thread. */
final class Requests {
    private final Path folder;
    private final JarStore store;
    private final Layers layers;
    private final FolderWatch watch;
    private final Statuses statuses;
    private final Pending pending;

    Requests(Path folder, JarStore store, Layers layers, FolderWatch watch, Statuses statuses, Pending pending) {
        this.folder = folder;
        this.store = store;
        this.layers = layers;
        this.watch = watch;
        this.statuses = statuses;
        this.pending = pending;
    }

    /** Copies a jar into the folder; the answer comes when it runs, or is refused. */
    void install(Path file, CompletableFuture<Outcome> answer) {
        try {
            var jar = read(file);
            var running = layers.running(jar.bundle());
            if (running.filter(each -> each.jar().hash().equals(jar.hash())).isPresent()) {
                answer.complete(new Outcome.Done(name(jar) + layers.deployed(jar.bundle())
                        .map(each -> " from " + each.placed().file()).orElse("") + " runs already"));
                return;
            }
            requireHighest(jar);
            var name = name(jar, file);
            WholeFile.copy(jar.stored(), folder.resolve(name));
            pending.await(name, jar.hash(), () -> installed(jar, name), answer);
        } catch (RefusedException e) {
            answer.complete(new Outcome.Refused(e.words()));
        } catch (IOException e) {
            answer.complete(new Outcome.Refused(file + " cannot be copied into " + folder + ": " + Cause.of(e)));
        }
    }

    private DeviceJar read(Path file) throws RefusedException, IOException {
        if (!Files.isRegularFile(file)) {
            throw new RefusedException(Files.isDirectory(file)
                    ? file + " is a folder; name a jar in it"
                    : Files.exists(file) ? file + " is no file; name a jar" : "there is no file " + file);
        }
        if (Files.size(file) > WatchedFolder.MOST_BYTES) {
            throw new RefusedException(file + " is larger than " + Sizes.text(WatchedFolder.MOST_BYTES)
                    + "; a device jar holds its program and the libraries it needs, no more");
        }
        var fault = ZipDirectory.fault(file);
        if (fault.isPresent()) {
            throw new RefusedException(file + ": " + fault.get());
        }
        var stored = store.put(file);
        try {
            return watch.check(new Whole(JarStore.hash(stored), stored));
        } catch (RefusedException e) {
            throw new RefusedException(file + ": " + e.words(), e);
        }
    }

    private void requireHighest(DeviceJar jar) throws RefusedException {
        var higher = files(jar.bundle()).filter(each -> each.jar().version().compareTo(jar.version()) > 0).findFirst();
        if (higher.isPresent()) {
            throw new RefusedException(
                    higher.get().file() + " holds " + name(higher.get().jar()) + ", which is higher than "
                            + jar.version() + "; \"uninstall " + jar.bundle() + "\" first");
        }
    }

    /** The name under which it goes into the folder. */
    private String name(DeviceJar jar, Path file) throws RefusedException {
        var own = names(jar.bundle());
        if (own.size() == 1) {
            return own.getFirst();
        }
        var name = String.valueOf(file.getFileName());
        if (!FolderListing.isJar(name)) {
            throw new RefusedException("the watched folder takes files called NAME.jar; rename " + name);
        }
        if (Files.exists(folder.resolve(name)) && !own.contains(name)) {
            throw new RefusedException(
                    "the watched folder has another bundle under the name " + name + "; rename the file");
        }
        return name;
    }

    /** A bundle's files, as the last look found them. */
    private Stream<Placed> files(String bundle) {
        return watch.candidates().stream().flatMap(each -> {
            var jar = each.jar();
            return jar == null ? Stream.empty() : Stream.of(new Placed(jar, each.file().name()));
        }).filter(each -> each.jar().bundle().equals(bundle));
    }

    /** What a bundle's files are called, that of what runs among them: also while it changes. */
    private List<String> names(String bundle) {
        return Stream.concat(files(bundle), layers.deployed(bundle).map(Layers.Deployed::placed).stream())
                .map(Placed::file).distinct().toList();
    }

    private Optional<Outcome> installed(DeviceJar jar, String name) {
        var now = layers.deployed(jar.bundle()).map(each -> each.placed().jar());
        if (now.filter(each -> each.hash().equals(jar.hash())).isPresent()) {
            return Optional.of(new Outcome.Done(name(jar) + " from " + name + " runs"));
        }
        var file = watch.candidates().stream().filter(each -> each.file().name().equals(name)).findFirst();
        if (file.isEmpty()
                || (file.get().file().content() instanceof Whole whole && !whole.hash().equals(jar.hash()))) {
            return Files.exists(folder.resolve(name)) && file.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Outcome.Refused(name + " was taken away or overwritten before it ran"));
        }
        return statuses.shadow(name).map(words -> new Outcome.Refused(name + " is in the folder, but " + words));
    }

    /** Takes a bundle's files out of the folder; the answer comes when it does not run any more. */
    void uninstall(String bundle, CompletableFuture<Outcome> answer) {
        var names = names(bundle);
        if (names.isEmpty()) {
            answer.complete(new Outcome.Refused(layers.shipped(bundle).isPresent()
                    ? bundle + " is shipped with the kernel and stays; a jar of that name in the watched folder stands over it"
                    : layers.unknown(bundle)));
            return;
        }
        var before = layers.deployed(bundle).map(each -> name(each.placed().jar())).orElse(bundle);
        try {
            for (var name : names) {
                Files.deleteIfExists(folder.resolve(name));
            }
            pending.await(() -> uninstalled(bundle, before), answer);
        } catch (IOException e) {
            answer.complete(new Outcome.Refused("its files cannot be removed: " + Cause.of(e)));
        }
    }

    private Optional<Outcome> uninstalled(String bundle, String before) {
        if (layers.deployed(bundle).isPresent()) {
            return statuses.goesOn(bundle).map(Outcome.Refused::new);
        }
        return Optional.of(new Outcome.Done(before + layers.shipped(bundle)
                .map(each -> " is gone: the shipped " + each.jar().version() + " runs in its place")
                .orElse(" is gone: devices of its types wait")));
    }

    private static String name(DeviceJar jar) {
        return jar.bundle() + " " + jar.version();
    }
}
