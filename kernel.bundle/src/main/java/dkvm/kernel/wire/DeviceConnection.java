// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.wire;

import dkvm.kernel.pipeline.Attachment;
import dkvm.kernel.pipeline.Outlet;
import dkvm.sdk.wire.v1.Envelope;
import java.io.InputStream;
import java.io.OutputStream;

/** The kernel's end of one device process's pipes: a thread that reads, and one that writes what may block. */
public final class DeviceConnection {
    private static final long STACK_BYTES = 256 * 1024;

    private final DeviceReader reader;
    private final DeviceWriter writer;
    private final Thread readerThread;

    /**
     * A connection; nothing moves before {@link #start}.
     *
     * @param device the device's id, for the threads' names
     * @param fromDevice its stdout
     * @param toDevice its stdin
     * @param protocol who is told what it says
     */
    public DeviceConnection(String device, InputStream fromDevice, OutputStream toDevice, DeviceProtocol protocol) {
        reader = new DeviceReader(fromDevice, protocol);
        writer = new DeviceWriter("dkvm-write-" + device, toDevice);
        readerThread = Thread.ofPlatform().daemon().stackSize(STACK_BYTES).name("dkvm-read-" + device)
                .unstarted(reader);
    }

    /** Sends the preamble and begins to read. */
    public void start() {
        writer.start();
        readerThread.start();
    }

    /**
     * The way to the device.
     *
     * @return for control messages and events
     */
    public Outlet outlet() {
        return writer;
    }

    /**
     * Sends a control message.
     *
     * @param message what to send
     */
    public void send(Envelope message) {
        writer.send(message);
    }

    /**
     * The way to the device for calls and notices.
     *
     * @return takes them, as many as may wait
     */
    public Mailer mailer() {
        return writer;
    }

    /**
     * The device has answered a ping.
     *
     * @param id the ping's
     * @return whether the ping was one of the connection's own, which are told from others by the highest bit
     */
    public boolean answered(long id) {
        boolean fence = Fence.isFence(id);
        if (fence) {
            writer.proven(id);
        }
        return fence;
    }

    /**
     * Joins the process to the graph, before it is activated.
     *
     * @param attachment its place
     */
    public void attach(Attachment attachment) {
        reader.routeTo(attachment.source());
        writer.drawFrom(attachment.sink());
    }

    /** Ends the device's stdin. */
    public void close() {
        writer.close();
    }
}
