package dev.nightjar.engine;

import java.util.Arrays;

/** The slices of a day in which a candle of one series completes. */
final class Completions {

    private final int[] slices;
    /** By completion: the candle that forms from then on. */
    private final int[] forming;
    /** By slice: how many there are up to it. */
    private final int[] counts;

    /**
     * @param slices ascending
     * @param forming the candle that forms from each of them on
     * @param count how many slices the day has
     */
    Completions(int[] slices, int[] forming, int count) {
        this.slices = slices;
        this.forming = forming;
        counts = new int[count];
        for (int place = 0; place < slices.length; place++) {
            Arrays.fill(counts, slices[place], place + 1 < slices.length ? slices[place + 1] : count, place + 1);
        }
    }

    /** {@return whether a candle completes in a slice} */
    boolean isIn(int slice) {
        return latest(slice) == slice;
    }

    /** {@return the first slice behind one in which a candle completes, before {@code end}; else that} */
    int next(int behind, int end) {
        int place = counts[behind];
        return place < slices.length ? Math.min(end, slices[place]) : end;
    }

    /** {@return how many candles complete until a slice, in it included} */
    int until(int slice) {
        return counts[slice];
    }

    int count() {
        return slices.length;
    }

    /** {@return the slice of a completion} */
    int slice(int completion) {
        return slices[completion];
    }

    /** {@return the candle that forms from a completion on} */
    int forming(int completion) {
        return forming[completion];
    }

    /** {@return the last slice up to one in which a candle completed; -1 if there is none} */
    int latest(int slice) {
        int count = counts[slice];
        return count == 0 ? -1 : slices[count - 1];
    }
}
