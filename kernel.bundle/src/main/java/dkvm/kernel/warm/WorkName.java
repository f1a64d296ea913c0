// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.warm;

/** The name of a process's work folder, from which the next kernel can tell whether that process is gone. */
final class WorkName {
    static final String PREFIX = "training-";

    private WorkName() {}

    static String own() {
        return of(ProcessHandle.current());
    }

    static boolean isStale(String name) {
        try {
            long pid = Long.parseLong(name.substring(PREFIX.length()).split("-", -1)[0]);
            return ProcessHandle.of(pid).filter(process -> of(process).equals(name)).isEmpty();
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static String of(ProcessHandle process) {
        return PREFIX + process.pid() + "-" + process.info().startInstant().map(at -> at.toEpochMilli()).orElse(0L);
    }
}
