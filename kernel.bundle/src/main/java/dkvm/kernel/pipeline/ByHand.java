// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.kernel.config.LinkEntry;
import java.util.List;

/**
 * How the links were changed by hand, which lasts until the kernel ends.
 *
 * @param linked links that were made
 * @param unlinked links of the configuration that were taken away
 */
public record ByHand(List<LinkEntry> linked, List<LinkEntry> unlinked) {
    /** Copies the lists. */
    public ByHand {
        linked = List.copyOf(linked);
        unlinked = List.copyOf(unlinked);
    }
}
