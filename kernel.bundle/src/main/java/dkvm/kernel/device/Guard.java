// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is thrown on the scheduler's thread concerns one device, and is no reason to leave the others: errors neither, such
 * as those of a bundle that does not fit, or of memory that is short for a moment. For one thread.
 */
final class Guard {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    /** What was thrown last by what happens again and again. */
    private final Map<String, String> known = new HashMap<>();

    /** Does something once. */
    static void run(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            LOG.error("{}: {}", what, e.toString(), e);
        }
    }

    /** Does what is done again and again: the same trouble is told once. */
    void again(String what, Runnable work) {
        try {
            work.run();
            known.remove(what);
        } catch (RuntimeException | Error e) {
            if (!e.toString().equals(known.put(what, e.toString()))) {
                LOG.error("{}: {}", what, e.toString(), e);
            }
        }
    }
}
