// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

/** Runs a device in a process of its own. */
public final class DeviceProcess {
    private DeviceProcess() {}

    /**
     * Runs a device on the process's own streams; never returns.
     *
     * @param spec the device
     */
    public static void run(DeviceSpec spec) {
        if (!spec.ports().isEmpty()) {
            throw new IllegalStateException("no runtime yet for " + spec.type());
        }
    }
}
