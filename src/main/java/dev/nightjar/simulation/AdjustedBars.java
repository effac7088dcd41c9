package dev.nightjar.simulation;

import dev.nightjar.market.Adjustment;
import dev.nightjar.market.Bars;
import dev.nightjar.market.BarsBuilder;
import dev.nightjar.market.CorporateAction;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The bars of a symbol as they were comparable on each day: between two ex-dates one series serves, in which the actions up to
 * then are taken into account, and no later one.
 */
final class AdjustedBars {

    private final SymbolHistory history;
    private final List<Segment> segments;
    /** Of the days before dividends; empty without any. */
    private final NavigableMap<LocalDate, BigDecimal> closes;

    /**
     * Bars over which the same actions are known.
     *
     * @param from the first of them
     * @param to after the last of them
     */
    record Segment(int from, int to, LocalDate asOf) {}

    /**
     * @param first bar of which anybody asks
     * @param end after the last one
     */
    AdjustedBars(SymbolHistory history, int first, int end) {
        this.history = history;
        this.segments = first >= end ? List.of() : segments(history, first, end);
        boolean dividends = history.actions().stream().anyMatch(CorporateAction.Dividend.class::isInstance);
        this.closes = dividends ? Adjustment.closes(history.bars(), history.zone()) : new TreeMap<>();
    }

    private static List<Segment> segments(SymbolHistory history, int first, int end) {
        TreeSet<Integer> starts = new TreeSet<>(List.of(first));
        for (CorporateAction action : history.actions()) {
            int bar = history.firstFrom(action.exDate());
            if (bar > first && bar < end) {
                starts.add(bar);
            }
        }
        List<Segment> segments = new ArrayList<>();
        for (int start : starts) {
            Integer next = starts.higher(start);
            segments.add(new Segment(start, next == null ? end : next, history.date(start)));
        }
        return List.copyOf(segments);
    }

    List<Segment> segments() {
        return segments;
    }

    /**
     * {@return the bars up to the end of a segment, with prices as they compare with those of its days}
     *
     * @throws IllegalArgumentException if a dividend cannot be taken into account, naming the symbol
     */
    Bars of(Segment segment) {
        Bars raw = before(history.bars(), segment.to());
        LocalDate oldest = history.date(0);
        List<CorporateAction> known = history.actions().stream()
                .filter(action ->
                        action.exDate().isAfter(oldest) && !action.exDate().isAfter(segment.asOf()))
                .toList();
        if (known.isEmpty()) {
            return raw;
        }
        try {
            return Adjustment.of(known, segment.asOf(), closes).adjusted(raw, history.zone());
        } catch (IllegalArgumentException impossible) {
            throw new IllegalArgumentException(history.symbol() + ": " + impossible.getMessage(), impossible);
        }
    }

    private static Bars before(Bars bars, int end) {
        if (end == bars.count()) {
            return bars;
        }
        BarsBuilder prefix = new BarsBuilder(bars.priceScale());
        prefix.addAll(bars, 0, end);
        return prefix.bars();
    }
}
