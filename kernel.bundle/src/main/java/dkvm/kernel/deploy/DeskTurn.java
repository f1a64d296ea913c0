// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import dkvm.kernel.config.DeviceEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The desk that runs, when device types become others. Any thread may ask. */
public interface DeskTurn {

    /** How devices come to run from other bundles. */
    @FunctionalInterface
    interface Turn {
        /**
         * Carries it out, whole or not at all.
         *
         * @param entries devices whose configuration is another from then on, by id
         * @return why it was not done; empty: done
         */
        Optional<String> carryOut(Map<String, DeviceEntry> entries);
    }

    /**
     * Reads what was applied last again, and says what would be wrong with it.
     *
     * @param jars what will offer the types; what their classes do may take for ever
     * @return a line or more; empty: nothing
     * @throws IOException if a jar cannot be read
     */
    Optional<String> fault(List<Path> jars) throws IOException;

    /**
     * Reads what was applied last again, and if it is right under these types, lets the turn be carried out and then
     * applies it. Meanwhile nothing else is applied.
     *
     * @param jars what will offer the types
     * @param turn what is done in between
     * @return why nothing was done, a line or more; empty: done
     * @throws IOException if a jar cannot be read
     * @throws InterruptedException if the thread was interrupted before anything was done
     */
    Optional<String> under(List<Path> jars, Turn turn) throws IOException, InterruptedException;
}
