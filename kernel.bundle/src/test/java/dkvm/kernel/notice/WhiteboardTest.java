// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dkvm.kernel.api.NoticeListener;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;

class WhiteboardTest {
    private final NoticeHub hub = new NoticeHub();
    private final Whiteboard whiteboard = new Whiteboard(hub);
    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();

    /** One registration of a service, with what its property says now. */
    private static ServiceReference<NoticeListener> registered(@Nullable Object topics) {
        return registered(() -> topics);
    }

    @SuppressWarnings({"unchecked", "ReferenceEquality"})
    private static ServiceReference<NoticeListener> registered(Supplier<@Nullable Object> topics) {
        return (ServiceReference<NoticeListener>) Proxy.newProxyInstance(WhiteboardTest.class.getClassLoader(),
                new Class<?>[]{ServiceReference.class}, (self, method, arguments) -> switch (method.getName()) {
                    case "getProperty" -> topics.get();
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> self == arguments[0];
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private void publish(String... topics) {
        for (var topic : topics) {
            hub.publish(topic, ByteString.EMPTY);
        }
    }

    private void assertHeard(String... topics) throws InterruptedException {
        for (var topic : topics) {
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(topic);
        }
    }

    private void assertNothingHeard() throws InterruptedException {
        assertThat(heard.poll(50, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void tellsEachListenerOfItsTopicsWhateverTheOthersDo() throws Exception {
        whiteboard.bindListener(registered((Object) null), _ -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                heard.add("interrupted");
            }
        });
        var registration = registered(new String[]{"a", "b/*/c"});
        whiteboard.bindListener(registration, notice -> {
            heard.add(notice.topic());
            throw new IllegalStateException("a listener's fault");
        });
        whiteboard.bindListener(registered("not a prefix"), _ -> heard.add("never"));

        publish("a/1", "x", "b/2/c", "b/2/d", "a");
        assertHeard("a/1", "b/2/c", "a");
        whiteboard.unbindListener(registration);
        publish("a");
        assertNothingHeard();
    }

    @Test
    void aListenerThatIsRegisteredTwiceIsForgottenTwice() throws Exception {
        NoticeListener listener = notice -> heard.add(notice.topic());
        var one = registered("a");
        var other = registered("b");
        whiteboard.bindListener(one, listener);
        whiteboard.bindListener(other, listener);
        publish("a");
        assertHeard("a");
        publish("b");
        assertHeard("b");
        whiteboard.unbindListener(one);
        publish("a", "b");
        assertHeard("b");
        whiteboard.unbindListener(other);
        publish("a", "b");
        assertNothingHeard();
    }

    @Test
    void aListenerWhoseTopicsChangeHearsTheNewOnes() throws Exception {
        var topics = new LinkedBlockingQueue<Object>();
        topics.add("a");
        var registration = registered(topics::peek);
        whiteboard.bindListener(registration, notice -> heard.add(notice.topic()));
        publish("a");
        assertHeard("a");

        topics.clear();
        topics.add(new String[]{"b"});
        whiteboard.updatedListener(registration, _ -> heard.add("it is still the same listener"));
        publish("a", "b");
        assertHeard("b");

        topics.clear();
        topics.add("no prefix");
        whiteboard.updatedListener(registration, _ -> heard.add("it is still the same listener"));
        publish("a", "b");
        assertNothingHeard();

        topics.clear();
        topics.add("c");
        whiteboard.updatedListener(registration, notice -> heard.add("again " + notice.topic()));
        publish("b", "c");
        assertHeard("again c");
    }

    @Test
    void anErrorOfAListenerEndsNothing() throws Exception {
        whiteboard.bindListener(registered("a"), notice -> {
            heard.add(notice.topic());
            throw new NoClassDefFoundError("a listener's fault");
        });
        publish("a/1");
        assertHeard("a/1");
        publish("a/2");
        assertHeard("a/2");
    }
}
