// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.call;

/** Is told of devices that change their state, in order, on the thread for notices. */
@FunctionalInterface
public interface DeviceWatcher {

    /**
     * A device is in another state, or new.
     *
     * @param device as it is now
     */
    void changed(DeviceInfo device);

    /**
     * A device is no longer configured.
     *
     * @param id its id
     */
    default void removed(String id) {}
}
