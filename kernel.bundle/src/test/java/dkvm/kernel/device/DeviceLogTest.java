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
    private final ListAppender<ILoggingEvent> entries = new ListAppender<>();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.TRACE);
        logger.setAdditive(false);
        logger.addAppender(entries);
        entries.start();
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(entries);
    }

    @Test
    void readsPriorities() {
        assertThat(log("<0>a\n<3>b\n<4>c\n<5>d\n<6>e\n<7>f\n<8>g\nh\n<3\n\n")).containsExactly("ERROR a", "ERROR b",
                "WARN c", "INFO d", "INFO e", "DEBUG f", "INFO <8>g", "INFO h", "INFO <3");
    }

    @Test
    void keepsLinesTogetherThatBelongTogether() {
        assertThat(log("<4>first\n  second\n\tthird\nCaused by: x\nother\n")).containsExactly(
                "WARN first\n  second\n\tthird\nCaused by: x", "INFO other");
    }

    @Test
    void knowsATraceOfJava() {
        assertThat(log(
                "Exception in thread \"main\" java.lang.Error\n\tat a.B.c(B.java:1)\nCaused by: x\n\t... 1 more\nnext\n"))
                .containsExactly("ERROR Exception in thread \"main\" java.lang.Error\n\tat a.B.c(B.java:1)\n"
                        + "Caused by: x\n\t... 1 more", "INFO next");
    }

    @Test
    void knowsATraceOfPython() {
        assertThat(
                log("one\nTraceback (most recent call last):\n  File \"a.py\", line 1\n    x()\nNameError: x\nafter\n"))
                .containsExactly("INFO one",
                        "ERROR Traceback (most recent call last):\n  File \"a.py\", line 1\n    x()\nNameError: x",
                        "INFO after");
        entries.list.clear();
        assertThat(log("<5>Traceback (most recent call last):\n  x\nError\n")).containsExactly(
                "INFO Traceback (most recent call last):\n  x\nError");
    }

    @Test
    void cutsALineThatIsTooLongAndLosesNothingOfIt() {
        var logged = log("x".repeat(150_000) + "\nnext\n");

        assertThat(String.join("", logged).replace("INFO ", "")).isEqualTo("x".repeat(150_000) + "next");
        assertThat(logged).hasSize(4);
    }

    @Test
    void bearsBytesThatAreNoText() {
        new DeviceLog("test", new ByteArrayInputStream(new byte[]{'a', (byte) 0xff, 'b', '\n', (byte) 0xc3}),
                Journal.begin(System::nanoTime)).run();

        assertThat(logged()).containsExactly("INFO a\ufffdb", "INFO \ufffd");
    }

    @Test
    void takesBracesAsTheyAre() {
        assertThat(log("a {} b\n")).containsExactly("INFO a {} b");
    }

    @Test
    void keepsATraceTogetherThatIsWrittenLineByLine() throws IOException, InterruptedException {
        var out = new PipedOutputStream();
        var log = Thread.ofPlatform()
                .start(new DeviceLog("test", new PipedInputStream(out), Journal.begin(System::nanoTime)));
        for (var line : List.of("Exception: x\n", "\tat a.A.a(A.java:1)\n", "\tat b.B.b(B.java:1)\n")) {
            out.write(line.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
        out.close();
        log.join();

        assertThat(logged()).containsExactly("ERROR Exception: x\n\tat a.A.a(A.java:1)\n\tat b.B.b(B.java:1)");
    }

    @Test
    void showsAnEntryAlsoWhileTheNextLineHasNoEnd() throws Exception {
        var out = new PipedOutputStream();
        var log = Thread.ofPlatform()
                .start(new DeviceLog("test", new PipedInputStream(out), Journal.begin(System::nanoTime)));
        out.write("<4>it burns\nprogress: 1 %".getBytes(StandardCharsets.UTF_8));
        out.flush();
        TestKernel.await("entry", () -> !logged().isEmpty());
        assertThat(logged()).containsExactly("WARN it burns");

        // Half a character is no reason to wait either.
        out.write("\none more\n".getBytes(StandardCharsets.UTF_8));
        out.write(0xc3);
        out.flush();
        TestKernel.await("entries", () -> logged().size() == 3);
        out.write(0xbc);
        out.close();
        log.join();
        assertThat(logged()).containsExactly("WARN it burns", "INFO progress: 1 %", "INFO one more", "INFO ü");
    }

    @Test
    void cutsNoCharacterInHalf() {
        var text = "x" + "ü".repeat(100_000);
        assertThat(String.join("", log(text + "\n")).replace("INFO ", "")).isEqualTo(text);
    }

    private List<String> log(String text) {
        new DeviceLog("test", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                Journal.begin(System::nanoTime)).run();
        return logged();
    }

    private List<String> logged() {
        return List.copyOf(entries.list).stream().map(entry -> entry.getLevel() + " " + entry.getFormattedMessage())
                .toList();
    }
}
