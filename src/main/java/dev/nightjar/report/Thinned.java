package dev.nightjar.report;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntFunction;

/** Of very many points, those that a line drawn through all of them would show. */
final class Thinned {

    private Thinned() {}

    /**
     * {@return the first, the lowest, the highest and the last place of a group}
     *
     * @param to behind the last; the group is not empty
     */
    static SortedSet<Integer> places(int from, int to, IntFunction<BigDecimal> value) {
        int low = from;
        int high = from;
        BigDecimal lowest = value.apply(from);
        BigDecimal highest = lowest;
        for (int place = from + 1; place < to; place++) {
            BigDecimal here = value.apply(place);
            if (here.compareTo(lowest) < 0) {
                low = place;
                lowest = here;
            }
            if (here.compareTo(highest) > 0) {
                high = place;
                highest = here;
            }
        }
        return new TreeSet<>(Arrays.asList(from, low, high, to - 1));
    }
}
