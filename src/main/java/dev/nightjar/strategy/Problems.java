package dev.nightjar.strategy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong with one strategy; lists it in document order. */
public final class Problems {

    /** More than this are counted, not listed. */
    static final int MAX_LISTED = 500;

    private final Pile errors = new Pile();
    private final Pile warnings = new Pile();

    void error(int[] order, Problem problem) {
        errors.add(order, problem);
    }

    void warning(int[] order, Problem problem) {
        warnings.add(order, problem);
    }

    /** {@return whether further errors would only be counted} */
    boolean full() {
        return errors.placed.size() >= MAX_LISTED;
    }

    public boolean hasErrors() {
        return !errors.placed.isEmpty();
    }

    public List<Problem> errors() {
        return errors.inOrder();
    }

    List<Problem> warnings() {
        return warnings.inOrder();
    }

    private record Placed(int[] order, Problem problem) {}

    private static final class Pile {
        private final List<Placed> placed = new ArrayList<>();
        private int unlisted;

        void add(int[] order, Problem problem) {
            if (placed.size() < MAX_LISTED) {
                placed.add(new Placed(order, problem));
            } else {
                unlisted++;
            }
        }

        List<Problem> inOrder() {
            placed.sort(Comparator.comparing(Placed::order, Arrays::compare));
            // An object that is looked at twice tells its problems twice.
            Set<Problem> distinct = new LinkedHashSet<>();
            placed.forEach(each -> distinct.add(each.problem()));
            List<Problem> listed = new ArrayList<>(distinct);
            if (unlisted > 0) {
                listed.add(new Problem("", "", "has " + unlisted + " more problems that are not listed"));
            }
            return listed;
        }
    }
}
