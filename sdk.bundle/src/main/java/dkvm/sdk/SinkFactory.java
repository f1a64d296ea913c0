// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk;

/** Makes a device program's sink, once a process. */
@FunctionalInterface
public interface SinkFactory {

    /**
     * Makes the sink, passive: no file and no hardware is opened. Called on the process's main thread.
     *
     * @param context what the device knows from its start
     * @return the sink
     * @throws DeviceFailure if the device cannot work, with words for the user
     * @throws Exception if anything else went wrong; the kernel starts the device anew
     */
    Sink create(Context context) throws Exception;
}
