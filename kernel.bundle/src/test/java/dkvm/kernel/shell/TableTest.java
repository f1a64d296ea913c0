// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
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
}
