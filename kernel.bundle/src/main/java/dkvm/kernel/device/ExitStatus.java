// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import java.util.OptionalInt;

/**
 * How a process ended.
 *
 * @param status what {@link Process#exitValue()} says: the exit status, or 128 + the signal's number
 */
record ExitStatus(int status) {
    private static final int SIGNALS = 128;
    /** Beyond this a shell's "128 + n" names no signal. */
    private static final int LAST_SIGNAL = 64;
    private static final int FIRST_FINAL = 64;
    private static final int LAST_FINAL = 78;
    private static final int TEMPORARY = 75;
    /** What setsid and shells say of a program they cannot start. */
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;

    OptionalInt signal() {
        int signal = status - SIGNALS;
        return signal > 0 && signal <= LAST_SIGNAL ? OptionalInt.of(signal) : OptionalInt.empty();
    }

    OptionalInt code() {
        return signal().isPresent() ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /** One of sysexits(3) that another try cannot mend. */
    boolean isFinal() {
        return status >= FIRST_FINAL && status <= LAST_FINAL && status != TEMPORARY;
    }

    /** What it needs is not there now. */
    boolean isTemporary() {
        return status == TEMPORARY;
    }

    String words() {
        if (signal().isPresent()) {
            return "killed by signal " + signal().getAsInt();
        }
        return switch (status) {
            case NOT_EXECUTABLE -> "exit status 126: its program cannot be executed";
            case NOT_FOUND -> "exit status 127: its program was not found";
            default -> "exit status " + status;
        };
    }
}
