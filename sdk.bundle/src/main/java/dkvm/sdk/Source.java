// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk;

/**
 * A device that produces. It is made <em>passive</em>: its constructor opens no file and no hardware.
 *
 * <p>All methods are called on the process's main thread.
 */
@FunctionalInterface
public interface Source {

    /**
     * Opens what the device needs, produces until there is no more or until {@link Session#active()} is false, and lets
     * go of what it opened. Returning while the session is active ends the device's streams, and then its process. May be
     * called again with a new session, after a replacement that did not come up.
     *
     * @param session this activation of the device
     * @throws DeviceFailure if the device cannot work, with words for the user
     * @throws Exception if anything else went wrong; the kernel starts the device anew
     */
    void run(Session session) throws Exception;

    /**
     * What a process that takes over needs to go on, besides the number of the next event. Asked after {@link #run}
     * returned because the session was no longer active.
     *
     * @return at most 32 KiB; empty: nothing
     */
    default byte[] token() {
        return new byte[0];
    }
}
