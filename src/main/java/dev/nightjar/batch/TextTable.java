package dev.nightjar.batch;

import java.util.ArrayList;
import java.util.List;

/** A table of text for a terminal: the first columns and the last one to the left, figures between them to the right. */
public final class TextTable {

    private final List<String[]> rows = new ArrayList<>();
    private final int names;

    public TextTable(String... heads) {
        this(1, heads);
    }

    /** @param names how many of the first columns stand to the left */
    TextTable(int names, String... heads) {
        this.names = names;
        rows.add(heads.clone());
    }

    public void row(String... cells) {
        if (cells.length != rows.get(0).length) {
            throw new IllegalArgumentException("a row has " + cells.length + " cells, not " + rows.get(0).length);
        }
        rows.add(cells.clone());
    }

    /** {@return whether there are no rows below the heads} */
    public boolean isEmpty() {
        return rows.size() == 1;
    }

    public List<String> lines() {
        int columns = rows.get(0).length;
        int[] widths = new int[columns];
        for (String[] row : rows) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], row[column].length());
            }
        }
        return rows.stream().map(row -> line(row, widths, names)).toList();
    }

    private static String line(String[] row, int[] widths, int names) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.length; column++) {
            String pad = " ".repeat(widths[column] - row[column].length());
            boolean left = column < names || column == row.length - 1;
            line.append(left ? row[column] + pad : pad + row[column]).append("  ");
        }
        return line.toString().stripTrailing();
    }
}
