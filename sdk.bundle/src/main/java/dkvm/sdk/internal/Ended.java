// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

/** Unwinds a thread of a runtime whose process has ended, where the process is only played by a test. */
final class Ended extends Error {
    private static final long serialVersionUID = 1;

    Ended(int status) {
        super("ended with status " + status, null, false, false);
    }
}
