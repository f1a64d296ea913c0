// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk;

/** Makes a device program's source, once a process. */
@FunctionalInterface
public interface SourceFactory {

    /**
     * Makes the source, passive: no file and no hardware is opened. Called on the process's main thread.
     *
     * @param context what the device knows from its start
     * @return the source
     * @throws DeviceFailure if the device cannot work, with words for the user
     * @throws Exception if anything else went wrong; the kernel starts the device anew
     */
    Source create(Context context) throws Exception;
}
