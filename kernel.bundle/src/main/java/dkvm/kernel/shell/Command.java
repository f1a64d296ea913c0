// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import java.util.List;
import java.util.Map;

/** A command of the shell. Called on the thread of the one who asks; an interrupt ends it. */
interface Command {
    /** Its name. */
    String name();

    /** Its name and what it takes, in the form that {@link Synopsis} reads: completion and help come from it. */
    String synopsis();

    /** What it does, in a line. */
    String summary();

    /** What its options do that are not as everywhere, by their names. */
    default Map<String, String> options() {
        return Map.of();
    }

    /** A line to try; empty: there is nothing to say about it. */
    default String example() {
        return "";
    }

    /**
     * What the next word may be.
     *
     * @param before the words after the command's name
     * @param known what the words of the synopsis stand for
     */
    default List<Candidate> next(List<String> before, Vocabulary known) {
        return Synopsis.of(synopsis()).next(before, known,
                option -> HelpText.option(this, option).orElse(""));
    }

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
