// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

/** What a device is doing. */
enum DeviceState {
    /** It is to run, and no bundle offers its type. */
    WAITING,
    /** Its process was started and is not yet active. */
    STARTING,
    /** Its process is active. */
    RUNNING,
    /** Its process was told to end. */
    STOPPING,
    /** It is not to run. */
    STOPPED,
    /** Its process failed and is started again later. */
    BACKOFF,
    /** Its process failed too often, or for good. */
    FAILED,
    /** Its streams have ended and its process with them. */
    ENDED
}
