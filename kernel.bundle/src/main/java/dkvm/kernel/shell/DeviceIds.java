// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.api.KernelView;
import dkvm.kernel.config.Words;

/** The devices that commands are about, by the ids that somebody typed. */
final class DeviceIds {
    private DeviceIds() {}

    /**
     * The device of an id.
     *
     * @throws UsageException if there is none
     */
    static DeviceStatus find(KernelView view, String command, String id) throws UsageException {
        var all = view.devices();
        for (var device : all) {
            if (device.id().equals(id)) {
                return device;
            }
        }
        throw new UsageException(command + ": there is no device " + Words.quote(id)
                + Words.didYouMean(id, all.stream().map(DeviceStatus::id).toList())
                + "; \"devices\" lists those there are");
    }
}
