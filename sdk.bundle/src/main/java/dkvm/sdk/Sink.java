// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk;

/**
 * A device that consumes. It is made <em>passive</em>: its constructor opens no file and no hardware.
 *
 * <p>All methods are called on the process's main thread.
 */
public interface Sink {

    /**
     * Opens what the device needs. May be called again after {@link #close}.
     *
     * @param session this activation of the device
     * @throws DeviceFailure if the device cannot work, with words for the user
     * @throws Exception if anything else went wrong; the kernel starts the device anew
     */
    void open(Session session) throws Exception;

    /**
     * Takes one event. When it and the next {@link #flush} have returned the event counts as processed. When the kernel is
     * gone, what its streams hold down is released by events with number 0.
     *
     * <p>The buffer of a {@link dkvm.sdk.event.FrameEvent} is lent: the SDK releases it when this method has returned. To
     * keep it longer, {@link dkvm.sdk.memory.Buffer#retain()} it, and release it when done.
     *
     * @param event the event and where it came from
     * @throws Exception if it cannot be taken; the process ends and the kernel starts the device anew
     */
    void receive(Received event) throws Exception;

    /**
     * Makes lasting what was received: called when no event waits, before events are acknowledged to the kernel (every
     * 8 KiB or 1 ms while events come), and before {@link #close}.
     *
     * @throws Exception if that failed; the process ends
     */
    default void flush() throws Exception {}

    /**
     * A stream has ended; nothing more of it will come.
     *
     * @param port the device's port
     * @param from the stream's source as {@code DEVICE.PORT}
     * @throws Exception if that could not be handled; the process ends
     */
    default void ended(String port, String from) throws Exception {}

    /**
     * Lets go of what {@link #open} opened, retained buffers too: the SDK leaves those alone, and they count as held.
     *
     * @throws Exception if that failed; the process ends
     */
    default void close() throws Exception {}

    /**
     * What a process that takes over needs to go on. Asked after {@link #close}.
     *
     * @return at most 32 KiB; empty: nothing
     */
    default byte[] token() {
        return new byte[0];
    }
}
