// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.control;

import java.io.IOException;

/** A kernel went away after it had begun to answer. */
public final class KernelStoppedException extends IOException {
    private static final long serialVersionUID = 1;

    KernelStoppedException(IOException cause) {
        super("the kernel went away before it had answered all", cause);
    }
}
