// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class DeviceLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger("device.test");
    private final ListAppender<ILoggingEvent> heard = new ListAppender<>();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.DEBUG);
        logger.setAdditive(false);
        heard.start();
        logger.addAppender(heard);
    }

    @AfterEach
    void unlisten() {
        logger.detachAppender(heard);
    }

    private List<String> heard() {
        return heard.list.stream().map(event -> event.getLevel() + " " + event.getFormattedMessage()).toList();
    }

    @Test
    void readsToTheEndWhateverItIs() {
        var text = "<7>{} é\r\n\r\n<6>no end".getBytes(StandardCharsets.UTF_8);
        new DeviceLog("test", new ByteArrayInputStream(text)).run();
        assertThat(heard()).containsExactly("DEBUG {} é", "INFO no end");
    }

    @Test
    void cutsALineThatHasNoEnd() {
        new DeviceLog("test", new ByteArrayInputStream(new byte[1 << 20])).run();
        assertThat(heard()).hasSize((1 << 20) / (LogFolding.MAX_ENTRY / 4));
    }

    @Test
    void waitsALittleForTheRestOfAnEntryAndNotForTheNextOne() throws IOException, InterruptedException {
        Thread reading;
        try (var out = new PipedOutputStream()) {
            reading = Thread.ofPlatform().start(new DeviceLog("test", new PipedInputStream(out)));
            out.write("one\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            Thread.sleep(20);
            out.write(" more of it\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            for (int i = 0; i < 500 && heard.list.isEmpty(); i++) {
                Thread.sleep(10);
            }
            assertThat(heard()).containsExactly("INFO one\n more of it");
        }
        reading.join();
    }
}
