// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import dkvm.kernel.config.DeskReader;
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
 * Reads a desk with the kernel's own reader, against the device types that the distribution's bundles and the watched
 * folder's jars offer, and says all that is wrong with it before anything is started.
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
     * @param leftOut jars of the watched folder that were left out, a line each
     */
    record Outcome(List<Finding> findings, List<PortMemory> memory, List<String> leftOut) {}

    /**
     * Checks a file.
     *
     * @param file the desk
     * @param strict whether a device type that no bundle offers is an error
     * @param untilEnd whether it has to come to an end by itself
     * @param deploy the watched folder; need not be there
     * @return what was found
     * @throws IOException if a device bundle cannot be read
     */
    Outcome check(Path file, boolean strict, boolean untilEnd, Path deploy) throws IOException {
        var types = types(deploy);
        var reader = new DeskReader(types.all(), environment);
        var checked = reader.read(file, strict);
        var findings = new ArrayList<>(checked.findings());
        if (untilEnd) {
            findings.addAll(reader.endlessUnderUntilEnd(checked));
        }
        return new Outcome(findings, checked.memory(), types.leftOut());
    }

    /** The device types that the distribution's bundles offer, and the jars of a watched folder. */
    LayeredTypes types(Path deploy) throws IOException {
        return LayeredTypes.read(
                distribution.bundles().stream().filter(BundleJar::device).map(BundleJar::path).toList(), deploy);
    }

    static boolean isError(Finding finding) {
        return finding.severity() == Severity.ERROR;
    }
}
