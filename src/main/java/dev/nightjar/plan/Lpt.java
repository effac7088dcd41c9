package dev.nightjar.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/** Longest processing time first: no hand has more than 4/3 - 1/(3m) of what the fullest of m hands has at best. */
final class Lpt {

    private Lpt() {}

    /**
     * {@return the items in that many hands, none empty: longest first, each to the hand with the least so far}
     *
     * @param costs of equal ones the first is dealt first
     * @param hands at most as many as items
     */
    static List<List<Integer>> deal(long[] costs, int hands) {
        if (hands < 1 || hands > costs.length) {
            throw new IllegalArgumentException(costs.length + " items cannot be dealt to " + hands + " hands");
        }
        List<Integer> longestFirst = IntStream.range(0, costs.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer item) -> -costs[item]).thenComparing(item -> item))
                .toList();
        long[] loads = new long[hands];
        // An item that costs nothing goes to a hand without any, too.
        int[] counts = new int[hands];
        PriorityQueue<Integer> leastLoaded = new PriorityQueue<>(Comparator.comparingLong((Integer hand) -> loads[hand])
                .thenComparing(hand -> counts[hand])
                .thenComparing(hand -> hand));
        List<List<Integer>> dealt = new ArrayList<>();
        for (int hand = 0; hand < hands; hand++) {
            dealt.add(new ArrayList<>());
            leastLoaded.add(hand);
        }
        for (int item : longestFirst) {
            int hand = leastLoaded.remove();
            dealt.get(hand).add(item);
            loads[hand] += costs[item];
            counts[hand]++;
            leastLoaded.add(hand);
        }
        dealt.forEach(hand -> hand.sort(Comparator.naturalOrder()));
        return dealt;
    }

    /** {@return when the last of some items ends, if they are begun in their order, each by whoever is free first} */
    static long end(long[] costs, int workers) {
        PriorityQueue<Long> free = new PriorityQueue<>();
        long last = 0;
        for (int item = 0; item < costs.length; item++) {
            long begin = free.size() < workers ? 0 : free.remove();
            long end = Math.addExact(begin, costs[item]);
            free.add(end);
            last = Math.max(last, end);
        }
        return last;
    }
}
