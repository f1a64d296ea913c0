// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * The way to a kernel: requests, written by a thread of their own. Who asks may be interrupted at any time; interrupted in
 * the writing itself, it would close the connection.
 */
final class RequestWriter implements AutoCloseable {
    /** Only a kernel that is stopped leaves more than one or two to wait. */
    private static final int WAITING = 16;

    private final ArrayBlockingQueue<Request> requests = new ArrayBlockingQueue<>(WAITING);
    private final SocketChannel channel;
    private final Thread thread;

    RequestWriter(SocketChannel channel) {
        this.channel = channel;
        this.thread = Thread.ofVirtual().name("dkvm-control-writer").start(this::write);
    }

    /**
     * Lets a request be written, and does not wait for that.
     *
     * @throws IOException if the kernel takes none any more
     */
    void send(Request request) throws IOException {
        if (!requests.offer(request)) {
            throw new IOException("it does not take what it is asked");
        }
    }

    private void write() {
        try {
            while (true) {
                var line = ByteBuffer.wrap((requests.take().json() + "\n").getBytes(StandardCharsets.UTF_8));
                while (line.hasRemaining()) {
                    channel.write(line);
                }
            }
        } catch (IOException _) {
            stop();
        } catch (InterruptedException _) {
            // Nobody asks any more.
        }
    }

    /** The end is found where answers are read: the kernel may have said why, and says no more from now on. */
    private void stop() {
        try {
            channel.shutdownOutput();
        } catch (IOException _) {
            // Then the reading ends just as well.
        }
    }

    /** Once the connection is over. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
