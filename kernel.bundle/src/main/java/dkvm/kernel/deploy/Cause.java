// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/** What went wrong, for people. */
final class Cause {
    private Cause() {}

    /** A failure in a line. */
    static String of(@Nullable Throwable failure) {
        if (failure instanceof FileSystemException file && file.getReason() == null) {
            return file.getClass().getSimpleName().replaceAll("(Exception|(?<=[a-z])(?=[A-Z]))", " ").strip() + ": "
                    + file.getFile();
        }
        return failure == null
                ? "for no reason it gives"
                : failure.getMessage() == null || failure instanceof Error
                        ? failure.toString()
                        : failure.getMessage();
    }
}
