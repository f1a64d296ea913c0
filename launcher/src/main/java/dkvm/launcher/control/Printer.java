// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.control;

import java.io.PrintStream;

/**
 * Where text of a kernel is printed.
 *
 * @param out what commands put out
 * @param err what they complain of
 */
public record Printer(PrintStream out, PrintStream err) {

    /** Prints; false if nobody reads it, as behind {@code head}. */
    boolean print(Answer.Text text) {
        out.print(text.out());
        if (!text.err().isEmpty()) {
            err.print(text.err());
            err.flush();
        }
        return !out.checkError();
    }
}
