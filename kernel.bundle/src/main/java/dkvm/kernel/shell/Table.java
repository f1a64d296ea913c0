// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import java.util.ArrayList;
import java.util.List;

/** Columns of text, as wide as their widest cell; the last one is not padded. A cell is one line, whatever is in it. */
final class Table {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... head) {
        rows.add(List.of(head));
    }

    void row(Object... cells) {
        var row = new ArrayList<String>();
        for (var cell : cells) {
            row.add(OneLine.of(String.valueOf(cell)));
        }
        rows.add(row);
    }

    @Override
    public String toString() {
        int columns = rows.getFirst().size();
        var text = new StringBuilder();
        for (var row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < columns - 1; i++) {
                int column = i;
                int width = rows.stream().mapToInt(each -> each.get(column).length()).max().orElse(0);
                line.append(row.get(i)).repeat(' ', width - row.get(i).length()).append(GAP);
            }
            text.append(line.append(row.get(columns - 1)).toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
