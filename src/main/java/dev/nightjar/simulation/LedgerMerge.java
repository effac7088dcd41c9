package dev.nightjar.simulation;

import dev.nightjar.simulation.Ledger.Point;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Adds ledgers of different symbols up. Sums of whole numbers, so nothing depends on their order. */
final class LedgerMerge {

    private LedgerMerge() {}

    static Ledger of(List<Ledger> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("there are no ledgers to merge");
        }
        ZoneId zone = parts.get(0).zone();
        SortedSet<String> symbols = new TreeSet<>();
        long capital = 0;
        List<Ledger.Fill> fills = new ArrayList<>();
        List<Ledger.Flow> flows = new ArrayList<>();
        List<Ledger.Skip> skips = new ArrayList<>();
        List<Ledger.Open> open = new ArrayList<>();
        SortedMap<String, List<String>> warnings = new TreeMap<>();
        SortedMap<String, String> dropped = new TreeMap<>();
        for (Ledger part : parts) {
            if (!part.zone().equals(zone)) {
                throw new IllegalArgumentException("ledgers of one portfolio are of one zone, " + part.symbols()
                        + " of " + part.zone() + " and others of " + zone);
            }
            for (String symbol : part.symbols()) {
                if (!symbols.add(symbol)) {
                    throw new IllegalArgumentException("two ledgers have " + symbol);
                }
            }
            capital = Math.addExact(capital, part.capital());
            fills.addAll(part.fills());
            flows.addAll(part.flows());
            skips.addAll(part.skips());
            open.addAll(part.open());
            warnings.putAll(part.warnings());
            dropped.putAll(part.dropped());
        }
        return new Ledger(zone, symbols, capital, fills, flows, skips, curve(parts), open, warnings, dropped);
    }

    private static List<Point> curve(List<Ledger> parts) {
        int[] next = new int[parts.size()];
        Point[] last = new Point[parts.size()];
        for (int part = 0; part < last.length; part++) {
            last[part] = new Point(Long.MIN_VALUE, parts.get(part).capital(), 0, 0, 0);
        }
        List<Point> curve = new ArrayList<>();
        long time = earliest(parts, next);
        while (time != Long.MAX_VALUE) {
            Point sum = new Point(time, 0, 0, 0, 0);
            for (int part = 0; part < last.length; part++) {
                List<Point> points = parts.get(part).equity();
                if (next[part] < points.size() && points.get(next[part]).time() == time) {
                    last[part] = points.get(next[part]++);
                }
                sum = sum(sum, last[part]);
            }
            curve.add(sum);
            time = earliest(parts, next);
        }
        return curve;
    }

    private static long earliest(List<Ledger> parts, int[] next) {
        long earliest = Long.MAX_VALUE;
        for (int part = 0; part < next.length; part++) {
            List<Point> points = parts.get(part).equity();
            if (next[part] < points.size()) {
                earliest = Math.min(earliest, points.get(next[part]).time());
            }
        }
        return earliest;
    }

    private static Point sum(Point sum, Point more) {
        return new Point(
                sum.time(),
                Math.addExact(sum.cash(), more.cash()),
                Math.addExact(sum.positions(), more.positions()),
                Math.addExact(sum.exposure(), more.exposure()),
                sum.held() + more.held());
    }
}
