// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import java.util.List;

/** A command of the control socket. Called on the thread of the one who asks. */
interface Command {
    /** Its name. */
    String name();

    /** Its name and what it takes. */
    String synopsis();

    /** What it does, in a line. */
    String summary();

    /**
     * Does it.
     *
     * @param arguments what follows the name
     * @param answer where its output goes
     * @return the exit code
     * @throws UsageException if the arguments are not understood
     */
    int run(List<String> arguments, Answer answer) throws UsageException;
}
