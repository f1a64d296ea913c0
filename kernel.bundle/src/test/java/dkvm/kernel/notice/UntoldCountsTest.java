// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.notice;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.ByteString;
import dkvm.kernel.call.RecordingMailer;
import dkvm.sdk.wire.TopicPrefix;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What goes wrong often is logged seldom; what is left of it, when the device ends. */
class UntoldCountsTest {
    private final Logger log = (Logger) LoggerFactory.getLogger(DeviceNotices.class);
    private final ListAppender<ILoggingEvent> records = new ListAppender<>();

    @BeforeEach
    void listen() {
        records.start();
        log.addAppender(records);
    }

    @AfterEach
    void end() {
        log.detachAppender(records);
    }

    private List<String> lines() {
        return records.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void theRestIsToldOnce() {
        var tally = new Tally();
        assertThat(tally.rest()).isZero();
        assertThat(tally.count(0)).isEqualTo(1);
        assertThat(tally.count(1)).isZero();
        assertThat(tally.count(2)).isZero();
        assertThat(tally.rest()).isEqualTo(2);
        assertThat(tally.rest()).isZero();
    }

    @Test
    void aDeviceThatEndsLeavesNoneUntold() {
        var hub = new NoticeHub();
        var mailer = new RecordingMailer();
        var lamp = hub.connect("lamp", mailer);
        lamp.subscribe(List.of(new TopicPrefix("")));
        mailer.full = true;
        for (int i = 0; i < 5; i++) {
            lamp.publish("device/other/on", ByteString.EMPTY, System.nanoTime());
            lamp.publish("device/lamp/on", ByteString.EMPTY, System.nanoTime());
        }
        assertThat(lines()).hasSize(2);
        lamp.close();
        lamp.close();
        assertThat(lines()).hasSize(4).filteredOn(line -> line.startsWith("lamp: ") && line.contains("4 more notices"))
                .hasSize(2);
    }
}
