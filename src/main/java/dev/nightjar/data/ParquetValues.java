package dev.nightjar.data;

import org.jspecify.annotations.Nullable;

/** Values of a column as they were copied out of a {@link ParquetFile}, before anyone looked at them. */
final class ParquetValues {

    /** Which of these arrays are filled is the column's affair; the others take no memory. */
    private long[] longs = new long[0];

    private int[] ints = new int[0];
    private double[] doubles = new double[0];
    private boolean[] missing = new boolean[0];
    private @Nullable Object[] objects = new @Nullable Object[0];

    long[] longs() {
        longs = longs.length == 0 ? new long[ParquetColumn.ROWS] : longs;
        return longs;
    }

    int[] ints() {
        ints = ints.length == 0 ? new int[ParquetColumn.ROWS] : ints;
        return ints;
    }

    double[] doubles() {
        doubles = doubles.length == 0 ? new double[ParquetColumn.ROWS] : doubles;
        return doubles;
    }

    boolean[] missing() {
        missing = missing.length == 0 ? new boolean[ParquetColumn.ROWS] : missing;
        return missing;
    }

    @Nullable Object[] objects() {
        objects = objects.length == 0 ? new @Nullable Object[ParquetColumn.ROWS] : objects;
        return objects;
    }
}
