// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import dkvm.launcher.distribution.BundleJar;
import dkvm.launcher.distribution.Distribution;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Checks a desk with the kernel's own reader, against the device types that the distribution's bundles offer. */
final class CheckedDesk implements DeskCheck {
    private final Distribution distribution;

    CheckedDesk(Distribution distribution) {
        this.distribution = distribution;
    }

    /** Stands in for dkvm.kernel.config until that is there: finds nothing. */
    @Override
    public List<Finding> check(Path file, boolean strict) throws IOException {
        var jars = distribution.bundles().stream().filter(BundleJar::device).map(BundleJar::path).toList();
        return jars.isEmpty() && strict ? List.of(new Finding(true, 1, 1, "no device types are there")) : List.of();
    }
}
