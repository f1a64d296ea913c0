// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display;

/** The clock of a host, moved by the test. */
final class FakeTime {
    /** Close to overflow, as nanoTime may be. */
    long nanos = Long.MAX_VALUE - 1_000;

    void pass(long millis) {
        nanos += millis * 1_000_000;
    }

    long nanoTime() {
        return nanos;
    }
}
