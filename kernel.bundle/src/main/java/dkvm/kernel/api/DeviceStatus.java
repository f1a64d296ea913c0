// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.api;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A device at one moment.
 *
 * @param id its id in the configuration
 * @param type its type
 * @param state one of {@code WAITING STARTING RUNNING STOPPING STOPPED BACKOFF FAILED ENDED}
 * @param wantedUp whether it is to run
 * @param pid its process
 * @param generation counts its activations in this run of the kernel
 * @param restarts how often it was started again after a failure
 * @param uptimeSeconds since it became RUNNING; 0 while it is not
 * @param bundle the symbolic name of the bundle that offers its type; empty: none
 * @param version that bundle's version
 * @param status a line for people
 * @param lastExit how its last process ended
 * @param logCut how many lines it logged that were cut, because they were too many
 */
public record DeviceStatus(String id, String type, String state, boolean wantedUp, OptionalLong pid, long generation,
        long restarts, double uptimeSeconds, String bundle, String version, String status, Optional<Exit> lastExit,
        long logCut) {

    /**
     * The same, at a later moment.
     *
     * @param seconds since it became RUNNING
     * @param cut how many lines of its log were cut
     * @return a copy
     */
    public DeviceStatus at(double seconds, long cut) {
        return new DeviceStatus(id, type, state, wantedUp, pid, generation, restarts, seconds, bundle, version, status,
                lastExit, cut);
    }

    /**
     * The end of a process.
     *
     * @param code its exit status, if it exited
     * @param signal the signal that ended it, if one did
     * @param reason what it means, for people
     * @param at when
     * @param report a file with what is known of it, if it was not as it should be
     */
    public record Exit(OptionalInt code, OptionalInt signal, String reason, Instant at, Optional<String> report) {}
}
