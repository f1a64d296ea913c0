// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

/** The end of a process that is none: nothing here may bring it about. */
final class NoExit implements Exit {
    @Override
    public Ended now(int status) {
        throw new IllegalStateException("the process would have ended with " + status);
    }

    @Override
    public void within(long millis, int status) {
        throw new IllegalStateException("the process would have ended with " + status);
    }
}
