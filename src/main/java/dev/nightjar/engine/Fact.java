package dev.nightjar.engine;

import dev.nightjar.strategy.IndicatorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * In which slices of a day a condition holds that is the same for every instance with the same instruments. It is found out
 * once, as far as anybody asks.
 */
final class Fact {

    /**
     * What a fact of a graph is about.
     *
     * @param text in which indicators are not named
     * @param indicators their places in the graph, in the order of the text
     */
    record Pattern(String text, List<Integer> indicators) {

        Key with(List<IndicatorSpec> known) {
            List<IndicatorSpec> own = new ArrayList<>(indicators.size());
            for (int place : indicators) {
                own.add(known.get(place));
            }
            return new Key(text, own);
        }
    }

    /** What a fact is about: equal keys are equal conditions on equal instruments. */
    record Key(String text, List<IndicatorSpec> indicators) {}

    /** The stretches in which it holds, ascending, as first slices and the slices behind the last. */
    private int[] begins = new int[4];

    private int[] ends = new int[4];
    private int stretches;
    /** What lies before this slice is known. */
    private int known;

    /** {@return the first slice in which it holds, from {@code from} on and before {@code end}; that if there is none} */
    int next(Alarm.Exact alarm, InstanceDay day, int from, int end) {
        if (from < known) {
            int found = Arrays.binarySearch(ends, 0, stretches, from + 1);
            int stretch = found < 0 ? -found - 1 : found;
            if (stretch < stretches) {
                return Math.min(end, Math.max(from, begins[stretch]));
            }
        }
        while (known < end) {
            int begin = alarm.next(day, known, end);
            if (begin == end) {
                known = end;
                break;
            }
            known = alarm.until(day, begin, end);
            add(begin, known);
            if (known > from) {
                return Math.max(from, begin);
            }
        }
        return end;
    }

    private void add(int begin, int end) {
        if (stretches > 0 && ends[stretches - 1] == begin) {
            ends[stretches - 1] = end;
            return;
        }
        if (stretches == begins.length) {
            begins = Arrays.copyOf(begins, 2 * stretches);
            ends = Arrays.copyOf(ends, 2 * stretches);
        }
        begins[stretches] = begin;
        ends[stretches] = end;
        stretches++;
    }
}
