package dev.nightjar.data;

import dev.nightjar.market.Adjustment;
import dev.nightjar.market.BarSet;
import dev.nightjar.market.Bars;
import dev.nightjar.market.CorporateAction;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.Timeframe;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Adjusts candles of a store by its corporate actions, as of a day: those of every stock of which there are any. Other
 * candles stay as they are.
 *
 * <p>The close before a dividend is that of the stored daily candles or, where there are none, of the shortest stored ones
 * that have the day, or else of the candles themselves. It must be that of the trading day before; a day that may be
 * missing in between is refused.
 */
final class AdjustedPrices {

    private final DayStore store;
    private final LocalDate asOf;
    private final SortedMap<String, List<CorporateAction>> actions;
    private final Map<String, NavigableMap<LocalDate, BigDecimal>> storedCloses = new HashMap<>();
    private final SortedSet<String> adjusted = new TreeSet<>();

    AdjustedPrices(DayStore store, LocalDate asOf) {
        this.store = store;
        this.asOf = asOf;
        this.actions = store.corporateActions();
    }

    LocalDate asOf() {
        return asOf;
    }

    /** {@return whose prices were adjusted so far} */
    SortedSet<String> adjusted() {
        return adjusted;
    }

    /**
     * {@return whether an instrument's prices are adjusted}
     *
     * @throws DataException if there are corporate actions of it, and it is no stock
     */
    boolean concerns(Instrument instrument) {
        boolean told = actions.containsKey(instrument.symbol());
        if (told && instrument.kind() != InstrumentKind.STOCK) {
            throw refused(
                    instrument.symbol(),
                    "has corporate actions and is of kind " + instrument.kind() + "; only stocks are adjusted");
        }
        return told;
    }

    /** {@return the instrument as its adjusted prices are told: with their scale, and without a tick size} */
    Instrument told(Instrument raw) {
        return concerns(raw)
                ? new Instrument(
                        raw.symbol(),
                        raw.kind(),
                        raw.exchange(),
                        raw.underlying(),
                        raw.expiry(),
                        raw.strike(),
                        raw.optionType(),
                        raw.lotSize(),
                        0,
                        Adjustment.SCALE)
                : raw;
    }

    /**
     * {@return the candles with adjusted prices, in the given order}
     *
     * @param parts of one instrument, ascending
     */
    List<BarSet> of(Instrument instrument, ZoneId zone, List<BarSet> parts) {
        LocalDate first = first(parts, zone);
        if (first == null || !concerns(instrument)) {
            return parts;
        }
        List<CorporateAction> effective = actions.getOrDefault(instrument.symbol(), List.of()).stream()
                .filter(action ->
                        action.exDate().isAfter(first) && !action.exDate().isAfter(asOf))
                .toList();
        NavigableMap<LocalDate, BigDecimal> closes = new TreeMap<>();
        if (effective.stream().anyMatch(CorporateAction.Dividend.class::isInstance)) {
            closes.putAll(storedCloses.computeIfAbsent(instrument.symbol(), this::storedCloses));
            parts.forEach(part -> addCloses(closes, part.trades(), zone));
        }
        effective.stream()
                .filter(CorporateAction.Dividend.class::isInstance)
                .forEach(dividend -> refuseGap(instrument, dividend.exDate(), closes));
        adjusted.add(instrument.symbol());
        try {
            Adjustment adjustment = Adjustment.of(effective, asOf, closes);
            return parts.stream().map(part -> adjusted(adjustment, part, zone)).toList();
        } catch (IllegalArgumentException | ArithmeticException impossible) {
            throw refused(instrument.symbol(), String.valueOf(impossible.getMessage()));
        }
    }

    private static @Nullable LocalDate first(List<BarSet> parts, ZoneId zone) {
        return parts.stream()
                .flatMap(part -> Stream.of(part.trades(), part.bids(), part.asks()))
                .filter(side -> side != null && side.count() > 0)
                .map(side -> LocalDate.ofInstant(Instant.ofEpochSecond(side.start(0)), zone))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static BarSet adjusted(Adjustment adjustment, BarSet raw, ZoneId zone) {
        return new BarSet(
                adjusted(adjustment, raw.trades(), zone),
                adjusted(adjustment, raw.bids(), zone),
                adjusted(adjustment, raw.asks(), zone));
    }

    private static @Nullable Bars adjusted(Adjustment adjustment, @Nullable Bars raw, ZoneId zone) {
        return raw == null ? null : adjustment.adjusted(raw, zone);
    }

    private NavigableMap<LocalDate, BigDecimal> storedCloses(String symbol) {
        NavigableMap<LocalDate, BigDecimal> closes = new TreeMap<>();
        store.bars().keys().stream()
                .filter(key -> key.symbol().equals(symbol))
                .sorted(Comparator.comparing(key -> key.timeframe().minutes() % Timeframe.DAY))
                .map(store.bars()::open)
                .forEach(stored -> addCloses(closes, stored.bars().trades(), stored.zone()));
        return closes;
    }

    /** Adds the closes of days of which none is known yet. */
    private static void addCloses(NavigableMap<LocalDate, BigDecimal> closes, @Nullable Bars bars, ZoneId zone) {
        if (bars != null) {
            Adjustment.closes(bars, zone).forEach(closes::putIfAbsent);
        }
    }

    private static void refuseGap(Instrument instrument, LocalDate exDate, NavigableMap<LocalDate, BigDecimal> closes) {
        DividendCloses.gap(instrument.exchange(), exDate, closes.navigableKeySet())
                .ifPresent(gap -> {
                    throw refused(instrument.symbol(), gap);
                });
    }

    private static DataException refused(String symbol, String reason) {
        return new DataException(symbol, List.of(reason));
    }
}
