package dev.nightjar.strategy;

import java.util.ArrayList;
import java.util.List;

/** The comparisons of a condition list; engines and journals number them by their order here, from 0. */
public final class Leaves {

    private Leaves() {}

    /** {@return all comparisons of the roots, nested groups included, in reading order} */
    public static List<Condition.Leaf> of(List<Condition> roots) {
        List<Condition.Leaf> leaves = new ArrayList<>();
        collect(roots, leaves);
        return List.copyOf(leaves);
    }

    private static void collect(List<Condition> conditions, List<Condition.Leaf> leaves) {
        for (Condition condition : conditions) {
            if (condition instanceof Condition.Leaf leaf) {
                leaves.add(leaf);
            } else if (condition instanceof Condition.Group group) {
                collect(group.conditions(), leaves);
            }
        }
    }
}
