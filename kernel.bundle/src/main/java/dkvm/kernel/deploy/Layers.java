// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import dkvm.kernel.config.JarTypes;
import dkvm.kernel.config.Words;
import dkvm.kernel.deploy.Plan.Shipped;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleRevision;

/** What device bundles there are: the shipped ones below, and those of the watched folder that stand over them. For one thread, but for {@link #offering}. */
final class Layers {
    private static final String REFERENCE = "reference:";
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}\\.jar");

    /** A bundle in the framework. */
    record Installed(DeviceJar jar, Bundle bundle) {}

    /** A bundle in the framework that has a file in the folder. */
    record Deployed(Placed placed, Bundle bundle) {}

    private final List<Shipped> all = new ArrayList<>();
    private final Set<String> files = new HashSet<>();
    private final Map<String, Installed> shipped = new TreeMap<>();
    private final Map<String, Deployed> deployed = new TreeMap<>();
    private volatile List<Path> offering;

    /** Whatever is in the framework now is shipped. */
    Layers(BundleContext context) {
        for (var bundle : context.getBundles()) {
            var jar = jar(bundle);
            jar.ifPresent(found -> shipped.put(found.bundle(), new Installed(found, bundle)));
            file(bundle).ifPresent(file -> files.add(String.valueOf(file.getFileName())));
            all.add(new Shipped(String.valueOf(bundle.getSymbolicName()), bundle.getVersion(),
                    jar.map(DeviceJar::types).orElse(List.of())));
        }
        offering = jars();
    }

    /** A device bundle that was installed from a file. */
    private static Optional<DeviceJar> jar(Bundle bundle) {
        var types = bundle.adapt(BundleRevision.class).getDeclaredCapabilities(JarTypes.CAPABILITY).stream()
                .map(capability -> String.valueOf(capability.getAttributes().get("type"))).toList();
        return types.isEmpty() ? Optional.empty() : file(bundle).map(file -> {
            var name = file.getFileName().toString();
            var hash = HASH.matcher(name).matches() ? name.substring(0, name.indexOf('.')) : "";
            return new DeviceJar(bundle.getSymbolicName(), bundle.getVersion(), types, hash, file);
        });
    }

    /** The file that a bundle was installed from. */
    private static Optional<Path> file(Bundle bundle) {
        return Optional.of(bundle.getLocation()).filter(location -> location.startsWith(REFERENCE + "file:"))
                .map(location -> Path.of(URI.create(location.substring(REFERENCE.length()))));
    }

    /** The names of the files of the bundles that were there at first. */
    Set<String> files() {
        return files;
    }

    /** All bundles that were there at first, the kernel's own among them. */
    List<Shipped> all() {
        return all;
    }

    /** The device bundles among them. */
    Stream<Installed> shipped() {
        return shipped.values().stream();
    }

    Optional<Installed> shipped(String bundle) {
        return Optional.ofNullable(shipped.get(bundle));
    }

    Stream<Deployed> deployed() {
        return deployed.values().stream();
    }

    Optional<Deployed> deployed(String bundle) {
        return Optional.ofNullable(deployed.get(bundle));
    }

    /** What runs from the folder. */
    List<Placed> placed() {
        return deployed().map(Deployed::placed).toList();
    }

    /** What runs of a bundle: that of the folder, else the shipped one. */
    Optional<Installed> running(String bundle) {
        return deployed(bundle).map(each -> new Installed(each.placed().jar(), each.bundle()))
                .or(() -> shipped(bundle));
    }

    /** That there is no such device bundle. */
    String unknown(String bundle) {
        var known = new TreeSet<>(shipped.keySet());
        known.addAll(deployed.keySet());
        return "there is no device bundle " + Words.quote(bundle) + Words.didYouMean(bundle, known);
    }

    /** Whether a bundle is one of the shipped ones, and so stays installed. */
    boolean isShipped(Bundle bundle) {
        return shipped().anyMatch(each -> each.bundle().equals(bundle));
    }

    void put(Placed placed, Bundle bundle) {
        deployed.put(placed.jar().bundle(), new Deployed(placed, bundle));
        offering = jars();
    }

    void remove(String bundle) {
        deployed.remove(bundle);
        offering = jars();
    }

    /** The jars that offer the types now; any thread may ask. */
    List<Path> offering() {
        return offering;
    }

    /** Devices run from what these offer, before that is all that has changed. */
    void offering(List<Path> jars) {
        offering = List.copyOf(jars);
    }

    private List<Path> jars() {
        return jars("", Optional.empty());
    }

    /** Those that would if of this bundle another one ran; empty: none. */
    List<Path> jars(String bundle, Optional<DeviceJar> other) {
        var jars = new ArrayList<Path>();
        other.ifPresent(jar -> jars.add(jar.stored()));
        deployed().map(each -> each.placed().jar()).filter(jar -> !jar.bundle().equals(bundle)).map(DeviceJar::stored)
                .forEach(jars::add);
        shipped().map(Installed::jar).filter(jar -> !jar.bundle().equals(bundle))
                .filter(jar -> !deployed.containsKey(jar.bundle())).map(DeviceJar::stored).forEach(jars::add);
        return jars;
    }
}
