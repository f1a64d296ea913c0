// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TableTest {
    private static Client terminal(int width) {
        return new Client(width, 24, false, true, Path.of("/"));
    }

    private static Table devices() {
        var table = new Table("DEVICE", "TYPE", "PID", "STATUS").elastic(16, "STATUS").spare("PID", "TYPE");
        table.row("keys", "dummy-keyboard-source", 4711, "no such file: typing.evemu; look at the path");
        table.row("paper", "dummy-keyboard-sink", 4712, "");
        return table;
    }

    @Test
    void columnsAreAsWideAsTheyNeedAndTheLastIsNotPadded() {
        var table = new Table("A", "LONGER", "LAST");
        table.row("wide", 1, "x");
        table.row("", "-", "");
        assertThat(table).hasToString("A     LONGER  LAST\nwide  1       x\n      -\n");
    }

    @Test
    void noCellSteersTheTerminal() {
        var table = new Table("DEVICE", "STATUS");
        table.row("d", "\u001b[2J\nx\u009b2J");
        assertThat(table).hasToString("DEVICE  STATUS\nd       \uFFFD[2J\uFFFDx\uFFFD2J\n");
    }

    @Test
    void whatIsElasticIsCutAndWhatIsSpareIsLeftOut() {
        assertThat(devices().fit(terminal(60))).isEqualTo("""
                DEVICE  TYPE                   PID   STATUS
                keys    dummy-keyboard-source  4711  no such file: typing.e…
                paper   dummy-keyboard-sink    4712
                """);
        assertThat(devices().fit(terminal(50))).isEqualTo("""
                DEVICE  TYPE                   STATUS
                keys    dummy-keyboard-source  no such file: typi…
                paper   dummy-keyboard-sink
                """);
        assertThat(devices().fit(terminal(30))).isEqualTo("""
                DEVICE  STATUS
                keys    no such file: typing.…
                paper
                """);
    }

    @Test
    void noLineIsEverLongerThanTheTerminalIsWide() {
        for (int width = 1; width < 90; width++) {
            int columns = width;
            assertThat(devices().fit(terminal(width)).lines())
                    .allSatisfy(line -> assertThat(TextWidth.of(line)).isLessThanOrEqualTo(columns));
        }
    }

    @Test
    void withoutATerminalNothingIsCut() {
        assertThat(devices().fit(terminal(10).piped())).isEqualTo(devices().toString()).contains("look at the path");
    }

    @Test
    void columnsOfOtherScriptsStandBelowEachOther() {
        var table = new Table("NAME", "X");
        table.row("漢字", 1);
        table.row("e\u0301te\u0301", 2);
        assertThat(table).hasToString("NAME  X\n漢字  1\ne\u0301te\u0301   2\n");
    }
}
