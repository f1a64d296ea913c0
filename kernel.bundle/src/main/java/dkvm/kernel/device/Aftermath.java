// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.config.RestartPolicy.Mode;
import java.util.Optional;

/** What is due when a device's process has ended that was not to end: a rule, without time or processes. */
enum Aftermath {
    /** Nothing: it has done all there was. */
    ENDED,
    /** It begins anew, a moment later: one that has ended at once would keep the machine busy. */
    AGAIN,
    /** Another try, in its time: what it needs is not there now. That is no failure of its own, and is not counted. */
    WAIT,
    /** Another try after a back-off, if there were not too many. */
    BACK_OFF,
    /** No other try can mend it, or none is wanted. */
    GIVE_UP;

    /**
     * The rule.
     *
     * @param mode when it is to be started again
     * @param exit how the process ended; empty: there was none, it could not be started
     * @param finished whether it ended well, behind the end of all its streams
     */
    static Aftermath of(Mode mode, Optional<ExitStatus> exit, boolean finished) {
        if (finished) {
            return mode == Mode.ALWAYS ? AGAIN : ENDED;
        }
        if (mode == Mode.NEVER || exit.filter(ExitStatus::isFinal).isPresent()) {
            return GIVE_UP;
        }
        return exit.filter(ExitStatus::isTemporary).isPresent() ? WAIT : BACK_OFF;
    }
}
