package dev.nightjar.data;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Collects findings: how many of each kind, and a few examples. */
final class Findings {

    /** How many examples of one kind are told. */
    static final int EXAMPLES = 5;

    private final Map<Finding.Kind, Found> found = new EnumMap<>(Finding.Kind.class);

    /**
     * Adds one.
     *
     * @param example asked for only while examples are wanted
     */
    void add(Finding.Kind kind, Supplier<String> example) {
        add(kind, 1, example);
    }

    /** Adds one that is like an example there is. */
    void addMore(Finding.Kind kind) {
        found.computeIfAbsent(kind, key -> new Found()).count++;
    }

    /** Adds many of which there is one example. */
    void add(Finding.Kind kind, long count, Supplier<String> example) {
        Found same = found.computeIfAbsent(kind, key -> new Found());
        same.count += count;
        if (same.examples.size() < EXAMPLES) {
            same.examples.add(example.get());
        }
    }

    void addAll(List<Finding> findings) {
        for (Finding finding : findings) {
            Found same = found.computeIfAbsent(finding.kind(), key -> new Found());
            same.count += finding.count();
            finding.examples().stream()
                    .limit(Math.max(0, EXAMPLES - same.examples.size()))
                    .forEach(same.examples::add);
        }
    }

    long count(Finding.Kind kind) {
        Found same = found.get(kind);
        return same == null ? 0 : same.count;
    }

    /** Adds those that a strict import refuses to the problems. */
    void refuse(Problems problems) {
        for (Finding finding : list()) {
            if (finding.kind().refusedIfStrict()) {
                finding.examples().forEach(problems::add);
                problems.add(finding.count() + " " + finding.kind().meaning() + ": refused, as the import is strict");
            }
        }
    }

    /** {@return all of them, one for each kind, in the order of the kinds} */
    List<Finding> list() {
        List<Finding> findings = new ArrayList<>();
        found.forEach((kind, all) -> findings.add(new Finding(kind, all.count, all.examples)));
        return findings;
    }

    private static final class Found {
        private final List<String> examples = new ArrayList<>();
        private long count;
    }
}
