// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.control;

import java.io.IOException;
import java.time.Duration;

/** A kernel has not answered in time. One that is stopped or stuck accepts a connection all the same. */
public final class SlowKernelException extends IOException {
    private static final long serialVersionUID = 1;

    SlowKernelException(Duration patience) {
        super("it has not answered for " + patience.toMillis() + " ms");
    }
}
