// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import dkvm.kernel.config.DeskChange;
import java.util.List;

/** What came of reading the configuration again. */
public sealed interface Reload {

    /**
     * It is applied.
     *
     * @param changes what was done
     * @param warnings what may not be as its author thinks, a line each
     */
    record Done(List<DeskChange> changes, List<String> warnings) implements Reload {
        /** Copies the lists. */
        public Done {
            changes = List.copyOf(changes);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * The file is wrong: nothing was done.
     *
     * @param findings what was found, a line each
     */
    record Refused(List<String> findings) implements Reload {
        /** Copies the list. */
        public Refused {
            findings = List.copyOf(findings);
        }
    }

    /**
     * It is written, and not everything follows yet.
     *
     * @param changes what is being done
     * @param missing PIDs of what does not follow
     */
    record Late(List<DeskChange> changes, List<String> missing) implements Reload {
        /** Copies the lists. */
        public Late {
            changes = List.copyOf(changes);
            missing = List.copyOf(missing);
        }

        /**
         * What is wrong; what to do.
         *
         * @return a line
         */
        public String text() {
            return "written, but after 10 s not all follow"
                    + (missing.isEmpty() ? "" : ": " + String.join(", ", missing))
                    + "; see \"dkvm ctl logs\", and \"dkvm ctl devices\" for what runs";
        }
    }
}
