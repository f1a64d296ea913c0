// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.protobuf.ByteString;
import dkvm.kernel.api.NoticeListener;
import dkvm.kernel.api.Notices;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/**
 * The run-time list in a framework; tests run inside it, with JUnit's own assertions. Pax Exam brings its own logging, so the distribution has a test of its own.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class RuntimeIT {
    @Inject
    public BundleContext context;

    @Configuration
    public Option[] configuration() throws IOException {
        return RuntimeOptions.all();
    }

    @Test
    public void everyBundleOfTheListIsActive() {
        Map<String, Integer> states = Arrays.stream(context.getBundles())
                .collect(Collectors.toMap(Bundle::getSymbolicName, Bundle::getState, Math::max));

        assertTrue(states.keySet()
                .containsAll(
                        List.of("dkvm.kernel", "dkvm.sdk", "dkvm.device.dummy.display", "dkvm.device.dummy.keyboard",
                                "org.apache.felix.gogo.command", "org.apache.felix.gogo.runtime",
                                "org.apache.felix.scr")));
        assertEquals(states.toString(), Set.of(Bundle.ACTIVE), Set.copyOf(states.values()));
    }

    @Test
    public void noticesReachTheListenersThatOtherBundlesRegister() throws InterruptedException {
        var heard = new LinkedBlockingQueue<String>();
        NoticeListener listener = notice -> heard.add(notice.topic() + " " + notice.payload().toStringUtf8());
        context.registerService(NoticeListener.class, listener,
                FrameworkUtil.asDictionary(Map.of(NoticeListener.TOPICS, "bundle/test")));
        var notices = context.getService(context.getServiceReference(Notices.class));

        notices.publish("bundle/other", ByteString.EMPTY);
        notices.publish("bundle/test/said", ByteString.copyFromUtf8("words"));

        assertEquals("bundle/test/said words", heard.poll(10, TimeUnit.SECONDS));
    }
}
