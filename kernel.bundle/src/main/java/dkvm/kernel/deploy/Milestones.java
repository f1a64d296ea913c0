// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import dkvm.kernel.device.linux.Signals;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of milestones, and kills the kernel at the one that a test has named. Any thread may tell. */
final class Milestones implements BiConsumer<Milestone, String> {
    /** The framework property that names it. */
    static final String HALT = "dkvm.deploy.halt";

    private static final Logger LOG = LoggerFactory.getLogger(Milestones.class);

    private final @Nullable String halt;

    /** With the name of the milestone at which the kernel dies; null: none. */
    Milestones(@Nullable String halt) {
        this.halt = halt;
    }

    @Override
    public void accept(Milestone milestone, String what) {
        LOG.debug("deploy: {} {}", milestone, what);
        if (milestone.name().equals(halt)) {
            Signals.killKernel();
        }
    }
}
