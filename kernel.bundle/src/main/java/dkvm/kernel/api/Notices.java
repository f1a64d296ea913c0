// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.api;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The kernel's notices. A service; its methods may be called from any thread and, but for {@link Feed}, at once. */
public interface Notices {

    /**
     * Publishes a notice of a bundle, to listeners and to devices that subscribed to its topic.
     *
     * @param topic what it is about; not below {@code device/} or {@code pipeline/}
     * @param payload what it says, at most 16 KiB
     * @throws IllegalArgumentException if the topic or the payload is not so
     */
    void publish(String topic, ByteString payload);

    /**
     * The last notices: 256 of states are kept, and as many others as long as their payloads take 256 KiB at most.
     *
     * @param most so many of them
     * @return oldest first
     */
    List<Notice> recent(int most);

    /**
     * Begins to collect further notices.
     *
     * @param prefixes what their topics begin with, in whole segments; none: all
     * @return to be closed
     * @throws IllegalArgumentException if a prefix is none
     */
    Feed feed(List<String> prefixes);

    /**
     * Notices since it was opened, for one thread; at most 1024 wait, with payloads of 1 MiB; of both, half
     * is for states alone. Further ones are dropped.
     */
    interface Feed extends AutoCloseable {
        /**
         * Waits for a notice.
         *
         * @param patience so long
         * @return the next; empty if none came
         * @throws InterruptedException if the thread was interrupted
         */
        Optional<Notice> next(Duration patience) throws InterruptedException;

        /**
         * How many were dropped.
         *
         * @return since it was opened
         */
        long dropped();

        @Override
        void close();
    }
}
