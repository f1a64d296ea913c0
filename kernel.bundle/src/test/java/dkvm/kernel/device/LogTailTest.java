// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogTailTest {
    private final LogTail tail = new LogTail();

    @Test
    void isEmptyAtFirst() {
        assertThat(tail.lines()).isEmpty();
    }

    @Test
    void showsLinesWithoutTheirPriorities() {
        keep("<3>one\n two\r\n<9>three\nfour");

        assertThat(tail.lines()).containsExactly("one", " two", "<9>three", "four");
    }

    @Test
    void showsTheLastLinesOnly() {
        for (int i = 0; i < 1000; i++) {
            keep("line " + i + "\n");
        }

        assertThat(tail.lines()).hasSize(LogTail.LINES).startsWith("line 800").endsWith("line 999");
    }

    @Test
    void isBoundedInBytesAndBeginsWithAWholeLine() {
        for (int i = 0; i < 300; i++) {
            keep(i + "x".repeat(1000) + "\n");
        }

        assertThat(tail.lines()).hasSizeBetween(60, 65).allSatisfy(line -> assertThat(line).hasSize(1003))
                .endsWith("299" + "x".repeat(1000));
    }

    @Test
    void showsTheEndOfALineThatIsLongerThanAll() {
        keep("x".repeat(3 * LogTail.BYTES));

        assertThat(tail.lines()).containsExactly("x".repeat(LogTail.BYTES));
    }

    @Test
    void knowsWhatCameFromOneProcess() {
        keep("old\ntorn");
        long since = tail.begin();
        keep("new\n");

        assertThat(tail.lines()).containsExactly("old", "torn", "new");
        assertThat(tail.lines(since)).containsExactly("new");
        assertThat(tail.lines(tail.begin())).isEmpty();
    }

    @Test
    void isTheEndOfAllThatCameHoweverItCame() {
        var random = new Random(7);
        var all = new ArrayList<String>();
        for (int i = 0; i < 2000; i++) {
            var line = Integer.toString(random.nextInt());
            all.add(line);
            var text = line + "\n";
            int cut = random.nextInt(text.length());
            keep(text.substring(0, cut));
            keep(text.substring(cut));
        }

        assertThat(tail.lines()).isEqualTo(all.subList(all.size() - LogTail.LINES, all.size()));
    }

    private void keep(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        tail.keep(bytes, bytes.length);
    }
}
