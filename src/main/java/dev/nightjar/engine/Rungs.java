package dev.nightjar.engine;

import java.util.Arrays;

/** The places at which numbers were greater than all before, ascending: the first one that reaches a number is a look-up. */
final class Rungs {

    private static final int FEW = 16;

    private long[] numbers = new long[FEW];
    private int[] places = new int[FEW];
    private int count;

    /** {@return the greatest number so far; there must be one} */
    long greatest() {
        return numbers[count - 1];
    }

    boolean isEmpty() {
        return count == 0;
    }

    boolean reach(long number) {
        return count > 0 && numbers[count - 1] >= number;
    }

    /** Adds what the next place has, if it is greater than all before. */
    void add(long number, int place) {
        if (reach(number)) {
            return;
        }
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * count);
            places = Arrays.copyOf(places, 2 * count);
        }
        numbers[count] = number;
        places[count] = place;
        count++;
    }

    /** {@return the first place with a number that is at least so great, which is {@linkplain #reach reached}} */
    int first(long number) {
        return places[rung(number)];
    }

    /** {@return which of them that is, in the order in which they were added} */
    int rung(long number) {
        int found = Arrays.binarySearch(numbers, 0, count, number);
        return found < 0 ? -found - 1 : found;
    }

    int count() {
        return count;
    }
}
