// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import java.util.Optional;
import org.apache.felix.service.command.CommandProcessor;

/** Where Gogo is found. */
interface GogoSource {
    /** Gogo, unless it is not there even after a while. */
    Optional<CommandProcessor> processor() throws InterruptedException;

    /** Whether it is not there, as when the kernel stops: its bundle stops first. */
    default boolean isGone() {
        return false;
    }
}
