// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import dkvm.launcher.distribution.BundleJar;
import dkvm.launcher.place.Home;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.framework.Constants;

/** The framework's properties, in which the launcher tells the kernel what it has to know. */
final class KernelProperties {
    private final Map<String, String> all;

    KernelProperties(Map<String, String> common) {
        all = new HashMap<>(common);
        all.put("dkvm.version", Version.number());
        all.put("dkvm.started", Long.toString(System.currentTimeMillis()));
    }

    /** The control socket to bind; without one there is none. */
    void socket(Path path) {
        all.put("dkvm.socket", path.toString());
    }

    /** How often the service manager wants to hear from the kernel. */
    void watchdog(Duration period) {
        all.put("dkvm.watchdog.ms", Long.toString(period.toMillis()));
    }

    /** Where pools of shared memory go that are files. */
    void pools(Path folder) {
        all.put("dkvm.pools", folder.toString());
    }

    /** The folder whose jars stand over the shipped ones. */
    void deploy(Path folder) {
        all.put("dkvm.deploy", folder.toString());
    }

    KernelProperties home(Home home) {
        all.put(Constants.FRAMEWORK_STORAGE, home.framework().toString());
        all.put("dkvm.home", home.path().toString());
        all.put("dkvm.store", home.store().toString());
        return this;
    }

    KernelProperties cache(Path folder) {
        all.put("dkvm.cache", folder.toAbsolutePath().toString());
        return this;
    }

    KernelProperties bundles(List<BundleJar> stored) {
        all.put("dkvm.device.jars", stored.stream().filter(BundleJar::device).map(jar -> jar.path().toString())
                .collect(Collectors.joining(File.pathSeparator)));
        return this;
    }

    KernelProperties settings(RunSettings settings, Optional<Path> report) {
        all.put("dkvm.config", settings.desk().toAbsolutePath().normalize().toString());
        all.put("dkvm.until-end", Boolean.toString(settings.untilEnd()));
        all.put("dkvm.log.level", LogLevels.id(settings.level()));
        settings.timeout().ifPresent(t -> all.put("dkvm.timeout", Long.toString(t.toMillis())));
        report.ifPresent(file -> all.put("dkvm.report", file.toString()));
        return this;
    }

    Map<String, String> all() {
        return Map.copyOf(all);
    }
}
