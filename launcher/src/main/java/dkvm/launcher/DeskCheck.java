// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import dkvm.kernel.config.DeskReader;
import dkvm.kernel.config.DeviceTypes;
import dkvm.kernel.config.Finding;
import dkvm.kernel.config.Finding.Severity;
import dkvm.kernel.config.PortMemory;
import dkvm.launcher.distribution.BundleJar;
import dkvm.launcher.distribution.Distribution;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads a desk with the kernel's own reader, against the device types that the distribution's bundles offer, and says
 * all that is wrong with it before anything is started.
 */
final class DeskCheck {
    private final Distribution distribution;
    private final Map<String, String> environment;

    DeskCheck(Distribution distribution, Map<String, String> environment) {
        this.distribution = distribution;
        this.environment = environment;
    }

    /**
     * What became of a check.
     *
     * @param findings what was found, in the file's order
     * @param memory the shared memory that each output needs
     */
    record Outcome(List<Finding> findings, List<PortMemory> memory) {}

    /**
     * Checks a file.
     *
     * @param file the desk
     * @param strict whether a device type that no bundle offers is an error
     * @param untilEnd whether it has to come to an end by itself
     * @return what was found
     * @throws IOException if a device bundle cannot be read
     */
    Outcome check(Path file, boolean strict, boolean untilEnd) throws IOException {
        var reader = new DeskReader(types(), environment);
        var checked = reader.read(file, strict);
        var findings = new ArrayList<>(checked.findings());
        if (untilEnd) {
            findings.addAll(reader.endlessUnderUntilEnd(checked));
        }
        return new Outcome(findings, checked.memory());
    }

    /** The device types that the distribution's bundles offer. */
    DeviceTypes types() throws IOException {
        return DeviceTypes
                .read(distribution.bundles().stream().filter(BundleJar::device).map(BundleJar::path).toList());
    }

    static boolean isError(Finding finding) {
        return finding.severity() == Severity.ERROR;
    }
}
