// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

/** The end of the process. Threads may share one. */
interface Exit {

    /**
     * Ends the process; what could be said on stdout has been said.
     *
     * @param status the exit status
     * @return never, but so that callers can write {@code throw exit.now(1)}
     */
    Ended now(int status);

    /**
     * Sees to it that the process ends, whatever its threads do.
     *
     * @param millis at the latest in so much time
     * @param status the exit status then
     */
    void within(long millis, int status);
}
