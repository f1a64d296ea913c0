// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import java.util.List;
import java.util.stream.Stream;

/**
 * Ends a process with all that it started. The parent comes first: one that waits for its child would go on with the
 * next when that ends.
 */
final class ProcessTree {
    private ProcessTree() {}

    /** Asks all of them to end. */
    static void terminate(Process root) {
        var started = root.descendants().toList();
        root.destroy();
        started.forEach(ProcessHandle::destroy);
    }

    /** Ends all of them at once. */
    static void kill(Process root) {
        var started = root.descendants().toList();
        root.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
    }

    /** Ends all of them at once. */
    static void kill(ProcessHandle root) {
        all(root).forEach(ProcessHandle::destroyForcibly);
    }

    /** Listed before anything ends: the children of a process that is gone are somebody else's. */
    private static List<ProcessHandle> all(ProcessHandle root) {
        return Stream.concat(Stream.of(root), root.descendants()).toList();
    }
}
