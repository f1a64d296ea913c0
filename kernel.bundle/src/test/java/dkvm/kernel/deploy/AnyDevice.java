// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import dkvm.sdk.Device;
import dkvm.sdk.Received;
import dkvm.sdk.Session;
import dkvm.sdk.Sink;
import dkvm.sdk.event.StreamKind;

/** A device of whatever type it is started as, in a process of its own: takes keys. */
public final class AnyDevice implements Sink {
    private AnyDevice() {}

    /** Runs it. */
    public static void main(String[] arguments) {
        Device.of(System.getenv("DKVM_DEVICE_TYPE")).input("keys", StreamKind.KEYBOARD).sink(_ -> new AnyDevice())
                .run();
    }

    @Override
    public void open(Session session) {
        // Nothing to open.
    }

    @Override
    public void receive(Received received) {
        // It is enough to have it.
    }
}
