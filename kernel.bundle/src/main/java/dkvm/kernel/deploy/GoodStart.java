// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import dkvm.kernel.deploy.Content.Whole;
import dkvm.kernel.device.Replacements;
import dkvm.kernel.store.JarStore;
import dkvm.kernel.store.ZipDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The beginning: what ran last and has a file still runs at once, without a trial and before any device is configured. A
 * file counts that has the same content, or the same name: what is in there now then comes in its place, if it is good. For
 * one thread.
 */
final class GoodStart {
    private static final Logger LOG = LoggerFactory.getLogger(GoodStart.class);

    private final Path folder;
    private final JarStore store;
    private final Layers layers;
    private final Installation installation;
    private final Replacements replacements;

    GoodStart(Path folder, JarStore store, Layers layers, Installation installation, Replacements replacements) {
        this.folder = folder;
        this.store = store;
        this.layers = layers;
        this.installation = installation;
        this.replacements = replacements;
    }

    /** Begins with those of these that have a file. */
    void begin(List<Placed> good) {
        if (good.isEmpty()) {
            return;
        }
        var files = files();
        for (var placed : good) {
            var file = file(placed, files);
            file.ifPresent(name -> begin(new Placed(placed.jar(), name)));
        }
    }

    /** The names of the folder's files, each with its hash where that can be known. */
    private Map<String, Optional<String>> files() {
        var files = new LinkedHashMap<String, Optional<String>>();
        try {
            FolderListing.of(folder).forEach((name, stat) -> files.put(name, hash(folder.resolve(name), stat.size())));
        } catch (IOException e) {
            LOG.warn("{}", FolderListing.words(folder, e));
        }
        return files;
    }

    private Optional<String> hash(Path file, long bytes) {
        try {
            return bytes > WatchedFolder.MOST_BYTES || ZipDirectory.fault(file).isPresent()
                    ? Optional.empty()
                    : Optional.of(JarStore.hash(store.put(file)));
        } catch (IOException e) {
            LOG.debug("{} cannot be read at the start", file, e);
            return Optional.empty();
        }
    }

    /** Its file, whatever that is called; else the one of its name. */
    private static Optional<String> file(Placed placed, Map<String, Optional<String>> files) {
        var hash = Optional.of(placed.jar().hash());
        var named = Optional.of(placed.file()).filter(files::containsKey);
        return named.filter(name -> hash.equals(files.get(name))).or(() -> files.entrySet().stream()
                .filter(each -> each.getValue().equals(hash)).map(Map.Entry::getKey).findFirst()).or(() -> named);
    }

    private void begin(Placed placed) {
        var jar = placed.jar();
        try {
            var same = layers.shipped(jar.bundle()).filter(shipped -> shipped.jar().hash().equals(jar.hash()));
            if (same.isPresent()) {
                layers.put(placed, same.get().bundle());
                return;
            }
            var checked = Bounded.call("reading it", Installation.PATIENCE,
                    () -> new JarCheck().check(new Whole(jar.hash(), jar.stored())));
            requireFree(checked);
            var now = new Placed(checked, placed.file());
            var bundle = installation.put(now);
            replacements.select(bundle);
            layers.put(now, bundle);
            LOG.info("{} {} from {} runs, as before", checked.bundle(), checked.version(), placed.file());
        } catch (RefusedException | RuntimeException e) {
            LOG.warn("{} {} from {} ran before, and does not now: {}", jar.bundle(), jar.version(), placed.file(),
                    e.getMessage(), e);
        }
    }

    /** This kernel may have other bundles than the one before. */
    private void requireFree(DeviceJar jar) throws RefusedException {
        for (var shipped : layers.all()) {
            var mine = shipped.bundle().equals(jar.bundle());
            if (mine ? shipped.types().isEmpty() : shipped.types().stream().anyMatch(jar.types()::contains)) {
                throw new RefusedException("the bundle " + shipped.bundle() + " of this kernel is in its way");
            }
        }
    }
}
