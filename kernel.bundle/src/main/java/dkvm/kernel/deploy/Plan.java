// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Version;

/**
 * What is to be done so that what runs is what the watched folder wants; made anew from the whole state each time.
 *
 * @param steps what to do, in order; empty while the folder changes
 * @param refusals files that can never run beside what is there
 * @param shadowed files that do not run because another one of the same bundle does
 */
record Plan(List<Step> steps, List<Refusal> refusals, List<Shadowed> shadowed) {
    Plan {
        steps = List.copyOf(steps);
        refusals = List.copyOf(refusals);
        shadowed = List.copyOf(shadowed);
    }

    /** Nothing to do. */
    static final Plan NONE = new Plan(List.of(), List.of(), List.of());

    /**
     * A bundle that the launcher installed.
     *
     * @param bundle its symbolic name
     * @param version its version
     * @param types the device types it offers; empty: it is a part of the kernel, and nothing may stand over it
     */
    record Shipped(String bundle, Version version, List<String> types) {
        Shipped {
            types = List.copyOf(types);
        }
    }

    /**
     * A file of the folder, and what it holds.
     *
     * @param file the file
     * @param jar what was verified; null while it cannot be used: then what runs from a file of this name stays
     */
    record Candidate(FolderFile file, @Nullable DeviceJar jar) {}

    /** One thing to do. */
    sealed interface Step {

        /**
         * A jar is to run, over what runs of the same bundle now: one of the folder, else a shipped one, else nothing.
         *
         * @param jar the jar
         * @param over which one of the folder runs now; null: none
         */
        record Put(Placed jar, @Nullable Placed over) implements Step {}

        /**
         * What runs has another name in the folder now.
         *
         * @param from under its name so far
         * @param file its name now
         */
        record Rename(Placed from, String file) implements Step {}

        /**
         * The shipped bundle of the same name is to run again.
         *
         * @param from what runs now
         */
        record BackToShipped(Placed from) implements Step {}

        /**
         * Nothing is to run in its place.
         *
         * @param jar what runs now
         */
        record TakeAway(Placed jar) implements Step {}
    }

    /**
     * A file that is to be refused.
     *
     * @param file the file
     * @param words why; what to do
     */
    record Refusal(FolderFile file, String words) {}

    /**
     * A file that waits until another one goes.
     *
     * @param jar the jar
     * @param words why it does not run
     */
    record Shadowed(Placed jar, String words) {}
}
