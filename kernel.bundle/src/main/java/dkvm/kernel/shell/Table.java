// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Columns of text, as wide as their widest cell; the last one is not padded. A cell is one line, whatever is in it. On a
 * terminal no line is longer than that is wide: elastic columns are cut, spare ones left out, in their order, and where
 * that is not enough the widest ones are cut.
 */
final class Table {
    private static final String GAP = "  ";
    private final List<List<String>> rows = new ArrayList<>();
    /** Columns, and how wide each is at least while there is a spare one. */
    private final Map<Integer, Integer> elastic = new HashMap<>();
    private final List<Integer> spare = new ArrayList<>();

    Table(String... head) {
        rows.add(List.of(head));
    }

    /**
     * These may be cut.
     *
     * @param least they are cut below this only where nothing is left to leave out
     */
    Table elastic(int least, String... heads) {
        columns(heads).forEach(column -> elastic.put(column, least));
        return this;
    }

    /** These may be left out, the first one first. */
    Table spare(String... heads) {
        spare.addAll(columns(heads));
        return this;
    }

    private List<Integer> columns(String... heads) {
        return List.of(heads).stream().map(head -> rows.getFirst().indexOf(head)).toList();
    }

    void row(Object... cells) {
        var row = new ArrayList<String>();
        for (var cell : cells) {
            row.add(OneLine.of(String.valueOf(cell)));
        }
        rows.add(row);
    }

    /** As it is to be shown to a client. */
    String fit(Client client) {
        return client.terminal() ? fit(client.width()) : toString();
    }

    /** Whole. */
    @Override
    public String toString() {
        return text(natural(), Integer.MAX_VALUE);
    }

    private String fit(int columns) {
        int[] widths = natural();
        for (int i = 0; i < spare.size() && total(least(widths)) > columns; i++) {
            widths[spare.get(i)] = -GAP.length();
        }
        shrink(widths, columns, column -> widths[column] > elastic.getOrDefault(column, columns));
        shrink(widths, columns, column -> elastic.containsKey(column) && widths[column] > 1);
        shrink(widths, columns, column -> widths[column] > 1);
        return text(widths, columns);
    }

    /** The widths of the columns; one that is left out has less than none, as there is no gap after it. */
    private int[] natural() {
        return IntStream.range(0, rows.getFirst().size())
                .map(column -> rows.stream().mapToInt(row -> TextWidth.of(row.get(column))).max().orElse(0)).toArray();
    }

    private int[] least(int[] widths) {
        return IntStream.range(0, widths.length)
                .map(column -> Math.min(widths[column], elastic.getOrDefault(column, widths[column]))).toArray();
    }

    private static int total(int[] widths) {
        return IntStream.of(widths).map(width -> width + GAP.length()).sum() - GAP.length();
    }

    /** Takes from the widest that may still give, until it fits. */
    private static void shrink(int[] widths, int columns, IntPredicate gives) {
        while (total(widths) > columns) {
            var widest = IntStream.range(0, widths.length).filter(gives).boxed()
                    .max((a, b) -> Integer.compare(widths[a], widths[b]));
            if (widest.isEmpty()) {
                return;
            }
            widths[widest.get()]--;
        }
    }

    private String text(int[] widths, int columns) {
        var text = new StringBuilder();
        for (var row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                if (widths[i] >= 0) {
                    var cell = TextWidth.cut(row.get(i), widths[i]);
                    line.append(cell).repeat(' ', widths[i] - TextWidth.of(cell)).append(GAP);
                }
            }
            text.append(TextWidth.cut(line.toString().stripTrailing(), columns)).append('\n');
        }
        return text.toString();
    }
}
