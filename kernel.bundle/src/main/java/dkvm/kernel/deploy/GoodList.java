// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import dkvm.kernel.store.JarStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What ran last from the watched folder: {@code STORE/good.json}. The next start takes it without a trial. For one
 * thread.
 */
final class GoodList {
    private static final Logger LOG = LoggerFactory.getLogger(GoodList.class);
    private static final int SCHEMA = 1;
    private static final Gson JSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private final Path store;
    private final Path file;

    /** The file's content; what else it says is ignored. */
    private record Document(int schema, @Nullable List<@Nullable Entry> bundles) {}

    /** A bundle; of a file that somebody else wrote, so anything may lack. */
    private record Entry(@Nullable String bundle, @Nullable String version, @Nullable String hash,
            @Nullable String file,
            @Nullable List<@Nullable String> types) {

        private static Entry of(Placed placed) {
            var jar = placed.jar();
            return new Entry(jar.bundle(), jar.version().toString(), jar.hash(), placed.file(),
                    List.copyOf(jar.types()));
        }

        private Placed placed(Path store) {
            if (bundle == null || version == null || hash == null || file == null || types == null
                    || types.stream().anyMatch(Objects::isNull) || !FolderListing.isJar(file)) {
                throw new IllegalArgumentException("a bundle without bundle, version, hash, file or types");
            }
            return new Placed(new DeviceJar(bundle, Version.parseVersion(version),
                    types.stream().map(String::valueOf).toList(), hash, JarStore.file(store, hash)), file);
        }
    }

    /** A list in the folder of the jar store. */
    GoodList(Path store) {
        this.store = store;
        this.file = store.resolve("good.json");
    }

    /** What ran last; nothing, with a warning, if that cannot be read. Whether the store still has it is not known. */
    List<Placed> read() {
        try {
            var document = JSON.fromJson(Files.readString(file, StandardCharsets.UTF_8), Document.class);
            if (document == null || document.schema() != SCHEMA || document.bundles() == null) {
                throw new IllegalArgumentException("not schema " + SCHEMA);
            }
            var good = new ArrayList<Placed>();
            for (var entry : document.bundles()) {
                good.add(Objects.requireNonNullElseGet(entry, () -> new Entry(null, null, null, null, null))
                        .placed(store));
            }
            return good;
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException | JsonParseException | IllegalArgumentException e) {
            LOG.warn("{} cannot be used ({}): jars of the watched folder are tried anew at this start", file,
                    e.getMessage());
            return List.of();
        }
    }

    /** From now on this is what ran last. */
    void write(List<Placed> good) throws IOException {
        Files.createDirectories(store);
        WholeFile.write(file,
                JSON.toJson(new Document(SCHEMA, List.copyOf(good.stream().map(Entry::of).toList()))) + "\n");
    }
}
