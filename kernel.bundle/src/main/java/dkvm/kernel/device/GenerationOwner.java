// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.sdk.wire.v1.Drained;

/** Who is told how a process fares. On the scheduler's thread. */
interface GenerationOwner {
    /** The process has said Hello as it should; answers whether it may go on. */
    default boolean welcomes(Generation generation) {
        return true;
    }

    /** The process waits to become active. */
    void ready(Generation generation);

    /** The process takes and makes events. */
    void running(Generation generation);

    /** The process is passive again. */
    void drained(Generation generation, Drained drained);

    /**
     * The process is going while it has its place.
     *
     * @return whether another takes that place as it is, with what is down
     */
    boolean succeeded(Generation generation);

    /** The process is gone. */
    void over(Generation generation, ExitStatus exit);
}
