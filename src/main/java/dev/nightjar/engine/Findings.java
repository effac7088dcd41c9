package dev.nightjar.engine;

import java.util.Arrays;

/** What an evaluation of conditions found: whether they hold, and the leaves that were looked at, in case their node completes. */
final class Findings {

    private static final int FEW = 4;
    /** Both sides, the upper bound, and what the sides of a cross were before. */
    private static final int VALUES = 5;

    private boolean hold;
    private int count;
    private int[] leaves = new int[FEW];
    private boolean[] results = new boolean[FEW];
    private boolean[] crosses = new boolean[FEW];
    private double[] values = new double[VALUES * FEW];

    /** Evaluates conditions where an instance is, all of which must hold; an empty list never does. */
    void evaluate(Predicate[] roots, InstanceDay day) {
        count = 0;
        hold = false;
        for (Predicate root : roots) {
            if (!root.holds(day)) {
                return;
            }
        }
        hold = roots.length > 0;
    }

    /** A leaf was looked at. */
    void add(int leaf, double lhs, double rhs, double upper, boolean result) {
        add(leaf, lhs, rhs, result, false);
        values[VALUES * count - 3] = upper;
    }

    /** A leaf that is a cross was looked at. */
    void add(int leaf, double lhs, double rhs, boolean result, double lastLhs, double lastRhs) {
        add(leaf, lhs, rhs, result, true);
        values[VALUES * count - 3] = Double.NaN;
        values[VALUES * count - 2] = lastLhs;
        values[VALUES * count - 1] = lastRhs;
    }

    private void add(int leaf, double lhs, double rhs, boolean result, boolean cross) {
        if (count == leaves.length) {
            leaves = Arrays.copyOf(leaves, 2 * count);
            results = Arrays.copyOf(results, 2 * count);
            crosses = Arrays.copyOf(crosses, 2 * count);
            values = Arrays.copyOf(values, 2 * VALUES * count);
        }
        leaves[count] = leaf;
        results[count] = result;
        crosses[count] = cross;
        values[VALUES * count] = lhs;
        values[VALUES * count + 1] = rhs;
        count++;
    }

    boolean hold() {
        return hold;
    }

    /** Tells the leaves that were looked at. */
    void tell(DayJournal journal) {
        for (int place = 0; place < count; place++) {
            int first = VALUES * place;
            journal.leaf(leaves[place], values[first], values[first + 1], values[first + 2], results[place]);
            if (crosses[place]) {
                journal.previous(values[first + 3], values[first + 4]);
            }
        }
    }
}
