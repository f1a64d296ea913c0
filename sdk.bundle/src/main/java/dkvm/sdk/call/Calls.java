// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.call;

import java.time.Duration;
import java.util.List;

/**
 * Calls to the kernel and, through it, to other devices. Any thread may call, at any time after the device was made;
 * each method waits for its answer, and a device that waits on its main thread counts as waiting for input. A device may
 * have 16 calls in flight; further ones fail at once with {@link Status#RESOURCE_EXHAUSTED}. A thread that is
 * interrupted while it waits cancels its call.
 *
 * <p>When the device is told to stop, or its kernel is gone, calls that wait and all further ones end with {@link
 * Status#CANCELLED}. Passed on out of the author's code that is no failure: the process exits 0.
 */
public interface Calls {
    /** How long the calls to the kernel's own services wait for an answer. */
    Duration KERNEL_DEADLINE = Duration.ofSeconds(10);

    /**
     * The configured devices.
     *
     * @return a snapshot, by id
     * @throws CallFailure if there is no answer
     * @throws InterruptedException if the thread was interrupted
     */
    List<DeviceInfo> devices() throws CallFailure, InterruptedException;

    /**
     * The configured devices, and from then on each change of a device's state, until the process ends. What the watcher
     * is told before this method returns is older than what it returns.
     *
     * @param watcher is told; notices that it is too slow for are dropped, see {@link dkvm.sdk.notice.Notices#dropped()}
     * @return a snapshot, by id
     * @throws CallFailure if there is no answer; nothing is watched then
     * @throws InterruptedException if the thread was interrupted; nothing is watched then
     */
    List<DeviceInfo> watchDevices(DeviceWatcher watcher) throws CallFailure, InterruptedException;

    /**
     * The links of all pipelines.
     *
     * @return a snapshot, at most 10 ms old, by pipeline
     * @throws CallFailure if there is no answer
     * @throws InterruptedException if the thread was interrupted
     */
    List<LinkInfo> links() throws CallFailure, InterruptedException;

    /**
     * The device's own configuration.
     *
     * @return a JSON object, defaults filled in; see {@link dkvm.sdk.config.Options} for single options
     * @throws CallFailure if there is no answer
     * @throws InterruptedException if the thread was interrupted
     */
    String configuration() throws CallFailure, InterruptedException;

    /**
     * Calls a device.
     *
     * @param device its id
     * @param service one of its services; every device has {@code device} with the method {@code describe}
     * @param method what it is to do
     * @param payload what it is to get, at most 63 KiB
     * @param deadline how long to wait; more than 5 minutes is 5 minutes
     * @return its answer
     * @throws CallFailure if it does not answer, or answers with a status. {@link Status#NOT_FOUND}: no such device;
     *     {@link Status#UNAVAILABLE}: it does not run, or ended meanwhile; {@link Status#UNIMPLEMENTED}: it has no such
     *     service or method
     * @throws InterruptedException if the thread was interrupted: the device is told that nobody waits
     * @throws IllegalArgumentException if the deadline is not positive
     */
    byte[] call(String device, String service, String method, byte[] payload, Duration deadline)
            throws CallFailure, InterruptedException;
}
