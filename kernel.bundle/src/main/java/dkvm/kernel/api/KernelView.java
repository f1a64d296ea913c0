// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.api;

import java.util.List;

/** What runs. A service of the kernel; its methods may be called from any thread and answer at once. */
public interface KernelView {

    /**
     * The configured devices.
     *
     * @return a snapshot, by id
     */
    List<DeviceStatus> devices();

    /**
     * The links of all pipelines.
     *
     * @return a snapshot, by pipeline
     */
    List<LinkStatus> links();
}
