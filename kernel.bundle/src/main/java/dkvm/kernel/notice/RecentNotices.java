// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.notice;

import com.google.protobuf.ByteString;
import dkvm.kernel.api.Notice;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * Numbers notices and keeps the last: those of states apart from others, so that a talkative device does not drive them
 * out. Guarded by this.
 */
final class RecentNotices {
    static final int KEPT = 256;
    /** What others may take in all. */
    static final int MAX_BYTES = 256 * 1024;

    private final Deque<Notice> states = new ArrayDeque<>();
    private final Deque<Notice> others = new ArrayDeque<>();
    private long otherBytes;
    private long last;

    synchronized Notice add(Instant time, String topic, ByteString payload, boolean state) {
        var notice = new Notice(++last, time, topic, payload);
        if (state) {
            states.addLast(notice);
            if (states.size() > KEPT) {
                states.removeFirst();
            }
            return notice;
        }
        others.addLast(notice);
        otherBytes += payload.size();
        while (others.size() > KEPT || otherBytes > MAX_BYTES) {
            otherBytes -= others.removeFirst().payload().size();
        }
        return notice;
    }

    synchronized List<Notice> last(int most) {
        var all = Stream.concat(states.stream(), others.stream()).sorted(Comparator.comparingLong(Notice::number))
                .toList();
        return all.subList(Math.max(0, all.size() - most), all.size());
    }
}
