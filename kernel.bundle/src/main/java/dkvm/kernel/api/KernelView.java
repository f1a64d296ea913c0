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
     * What a device logged last, over all its processes, also what was cut from the kernel's log.
     *
     * @param device the device's id
     * @return at most 200 lines, oldest first; none if there is no such device
     */
    List<String> lastLog(String device);

    /**
     * The links of all pipelines.
     *
     * @return a snapshot, by pipeline
     */
    List<LinkStatus> links();

    /**
     * The pools of shared memory.
     *
     * @return a snapshot, by number
     */
    List<PoolStatus> pools();

    /**
     * Buffers that nobody will ever release.
     *
     * @return slots that are held by a process that is gone, or by the kernel without cause: more than 0 is a fault of
     *     the kernel. Takes some milliseconds to be sure
     */
    long leakedSlots();
}
