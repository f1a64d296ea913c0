// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.call;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * A configured device at one moment.
 *
 * @param id its id
 * @param type its type
 * @param state one of {@code WAITING STARTING RUNNING STOPPING STOPPED BACKOFF FAILED ENDED}
 * @param wantedUp whether it is to run
 * @param pid its process
 * @param generation counts its processes in this run of the kernel
 * @param restarts how often it was started again after a failure
 * @param uptime since it became RUNNING; zero while it is not
 * @param bundle the bundle that offers its type; empty: none
 * @param version that bundle's version
 * @param status a line for people
 */
public record DeviceInfo(String id, String type, String state, boolean wantedUp, OptionalLong pid, long generation,
        long restarts, Duration uptime, String bundle, String version, String status) {}
