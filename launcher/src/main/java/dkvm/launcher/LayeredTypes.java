// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import dkvm.kernel.config.DeviceType;
import dkvm.kernel.config.DeviceTypes;
import dkvm.kernel.config.JarTypes;
import dkvm.kernel.store.ZipDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.osgi.framework.Version;

/**
 * The device types of the shipped bundles, and over them those of the jars in a watched folder, as a kernel has them once
 * it has taken them: of one bundle the highest version counts, of equal ones the newest file, and who has a type keeps it.
 *
 * @param all the types
 * @param leftOut the jars that do not count, each a line that says why
 */
record LayeredTypes(DeviceTypes all, List<String> leftOut) {
    private static final Comparator<Deployed> BEST_LAST = Comparator.comparing(Deployed::version)
            .thenComparing(Deployed::mtime).thenComparing(Deployed::file);

    /** A jar that can be used. */
    private record Deployed(Path file, FileTime mtime, Version version, List<DeviceType> types) {
        String bundle() {
            return types.getFirst().bundle();
        }
    }

    /**
     * Reads jars.
     *
     * @param shipped those of the distribution
     * @param folder the watched folder; need not be there, and jars in it that cannot be used are left out
     * @throws IOException if a shipped one cannot be read
     */
    static LayeredTypes read(List<Path> shipped, Path folder) throws IOException {
        var below = new ArrayList<DeviceType>();
        for (var jar : shipped) {
            below.addAll(JarTypes.read(jar));
        }
        var leftOut = new ArrayList<String>();
        var best = new TreeMap<String, Deployed>();
        for (var file : jars(folder, leftOut)) {
            read(file, leftOut)
                    .ifPresent(jar -> best.merge(jar.bundle(), jar, (a, b) -> BEST_LAST.compare(a, b) < 0 ? b : a));
        }
        var owners = new HashMap<String, String>();
        below.forEach(type -> owners.putIfAbsent(type.name(), type.bundle()));
        var over = best.values().stream().filter(jar -> owns(jar, owners, leftOut)).toList();
        var types = Stream.concat(over.stream().flatMap(jar -> jar.types().stream()),
                below.stream().filter(type -> over.stream().noneMatch(jar -> jar.bundle().equals(type.bundle()))));
        return new LayeredTypes(DeviceTypes.of(types.toList()), List.copyOf(leftOut));
    }

    private static List<Path> jars(Path folder, List<String> leftOut) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            var fault = DeployFolder.fault(folder);
            if (fault.isEmpty()) {
                return files.filter(file -> file.getFileName().toString().matches("[^.].*\\.jar"))
                        .filter(Files::isRegularFile).sorted().toList();
            }
            leftOut.add(folder + ": warning: its jars are left out: it " + fault.get());
        } catch (IOException e) {
            leftOut.add(folder + ": warning: its jars are left out: " + CommandFailure.words(e));
        }
        return List.of();
    }

    private static Optional<Deployed> read(Path file, List<String> leftOut) {
        try {
            var cut = ZipDirectory.fault(file);
            if (cut.isPresent()) {
                leftOut(file, cut.get(), leftOut);
                return Optional.empty();
            }
            var types = JarTypes.read(file);
            var fault = types.isEmpty()
                    ? Optional.of("it offers no device type")
                    : types.stream().flatMap(type -> type.fault().stream()).findFirst();
            if (fault.isEmpty()) {
                return Optional.of(new Deployed(file, Files.getLastModifiedTime(file),
                        Version.parseVersion(types.getFirst().version()), types));
            }
            leftOut(file, fault.get(), leftOut);
        } catch (IOException | IllegalArgumentException e) {
            leftOut(file, String.valueOf(e.getMessage()).replace(file + ": ", ""), leftOut);
        }
        return Optional.empty();
    }

    /** Whether none of its types is another bundle's; then they are its own. */
    private static boolean owns(Deployed jar, Map<String, String> owners, List<String> leftOut) {
        for (var type : jar.types()) {
            var owner = owners.getOrDefault(type.name(), jar.bundle());
            if (!owner.equals(jar.bundle())) {
                leftOut(jar.file(), "its device type \"" + type.name() + "\" is that of " + owner, leftOut);
                return false;
            }
        }
        jar.types().forEach(type -> owners.put(type.name(), jar.bundle()));
        return true;
    }

    private static void leftOut(Path file, String why, List<String> leftOut) {
        leftOut.add(file + ": warning: this jar is left out: " + why);
    }
}
