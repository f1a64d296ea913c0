// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.bench;

import java.util.List;

/**
 * On which processors a run takes place.
 *
 * @param name for people
 * @param ends the processor of both end programs
 * @param middle the processor of what is between them
 */
record Placement(String name, int ends, int middle) {

    /** All on one processor, and where there are two, the middle on another. */
    static List<Placement> all(int processors) {
        var one = new Placement("one core", 0, 0);
        return processors < 2 ? List.of(one) : List.of(one, new Placement("two cores", 0, 1));
    }
}
