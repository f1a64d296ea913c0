// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dkvm.kernel.api.NoticeListener;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WhiteboardTest {
    private final NoticeHub hub = new NoticeHub();
    private final Whiteboard whiteboard = new Whiteboard(hub);

    @Test
    void tellsEachListenerOfItsTopicsWhateverTheOthersDo() throws Exception {
        var heard = new LinkedBlockingQueue<String>();
        NoticeListener listener = notice -> {
            heard.add(notice.topic());
            throw new IllegalStateException("a listener's fault");
        };
        whiteboard.bindListener(_ -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                heard.add("interrupted");
            }
        }, Map.of());
        whiteboard.bindListener(listener, Map.of(NoticeListener.TOPICS, new String[]{"a", "b/*/c"}));
        whiteboard.bindListener(_ -> heard.add("never"), Map.of(NoticeListener.TOPICS, "not a prefix"));

        for (var topic : new String[]{"a/1", "x", "b/2/c", "b/2/d", "a"}) {
            hub.publish(topic, ByteString.EMPTY);
        }
        for (var topic : new String[]{"a/1", "b/2/c", "a"}) {
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(topic);
        }
        whiteboard.unbindListener(listener);
        hub.publish("a", ByteString.EMPTY);
        assertThat(heard.poll(50, TimeUnit.MILLISECONDS)).isNull();
    }
}
