package dev.nightjar.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Puts units of work into as many groups as there are workers. The same units give the same groups, in whatever order they are given. */
public final class SymbolGrouper {

    private SymbolGrouper() {}

    /**
     * {@return exactly that many groups, the costliest first, each unit in one of them}
     *
     * @param units each name once
     * @param groups at least 1 and at most as many as units
     */
    public static List<WorkGroup> group(List<WorkUnit> units, int groups) {
        List<WorkUnit> sorted =
                units.stream().sorted(Comparator.comparing(WorkUnit::name)).toList();
        if (sorted.stream().map(WorkUnit::name).distinct().count() != sorted.size()) {
            throw new IllegalArgumentException("units of work are named once each");
        }
        long[] nanos = sorted.stream()
                .mapToLong(unit -> PerformanceModel.nanos(unit.cpuSeconds()))
                .toArray();
        List<List<WorkUnit>> dealt = Lpt.deal(nanos, groups).stream()
                .map(places -> places.stream().map(sorted::get).toList())
                .sorted(Comparator.comparingDouble((List<WorkUnit> group) -> -seconds(group))
                        .thenComparing(group -> group.get(0).name()))
                .toList();
        List<WorkGroup> named = new ArrayList<>();
        for (List<WorkUnit> group : dealt) {
            named.add(new WorkGroup(
                    name(named.size(), dealt.size()),
                    group.stream().map(WorkUnit::name).toList(),
                    seconds(group),
                    group.stream().mapToLong(WorkUnit::bytes).max().orElseThrow()));
        }
        return List.copyOf(named);
    }

    private static double seconds(List<WorkUnit> group) {
        return group.stream().mapToDouble(WorkUnit::cpuSeconds).sum();
    }

    /** {@return the name of one of so many partitions, from 0} */
    static String name(int place, int count) {
        int digits = Math.max(4, Integer.toString(count).length());
        return String.format(Locale.ROOT, "p%0" + digits + "d", place + 1);
    }
}
