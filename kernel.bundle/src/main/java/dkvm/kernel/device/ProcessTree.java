// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A process with all that it started, and its end. The parent comes first: one that waits for its child would go on with
 * the next when that ends. What was seen of it when it was to end is remembered: a child whose parent ends sooner is
 * nobody's child any more. For one thread.
 */
final class ProcessTree {
    private final Process root;
    private final Set<ProcessHandle> seen = new LinkedHashSet<>();

    ProcessTree(Process root) {
        this.root = root;
    }

    /** Asks all of them to end. */
    void terminate() {
        look();
        root.destroy();
        seen.forEach(ProcessHandle::destroy);
    }

    /** Ends all of them at once. */
    void kill() {
        look();
        root.destroyForcibly();
        killRest();
    }

    /** Ends what is left of those that were seen; a process that has another's pid is not taken for it. */
    void killRest() {
        seen.forEach(ProcessHandle::destroyForcibly);
    }

    private void look() {
        root.descendants().forEach(seen::add);
    }

    /** Ends all of another kernel's at once. */
    static void kill(ProcessHandle root) {
        all(root).forEach(ProcessHandle::destroyForcibly);
    }

    /** Listed before anything ends: the children of a process that is gone are somebody else's. */
    private static List<ProcessHandle> all(ProcessHandle root) {
        return Stream.concat(Stream.of(root), root.descendants()).toList();
    }
}
