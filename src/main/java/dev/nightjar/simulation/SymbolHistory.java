package dev.nightjar.simulation;

import dev.nightjar.market.Bars;
import dev.nightjar.market.CorporateAction;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.TradingPeriods.Suspension;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one symbol: everything its part of a simulation depends on.
 *
 * @param instrument prices are units of its scale
 * @param zone of its exchange
 * @param timeframe of the bars
 * @param bars raw prices, as they were traded; those before the first day of a simulation warm up
 * @param actions its splits and dividends, by ex-date; of one day splits first, since a dividend is for shares as they are then
 * @param listed its first trading day; null if nobody told
 * @param delisted its last trading day; null if nobody told or there is none
 * @param suspensions by first day
 */
public record SymbolHistory(
        Instrument instrument,
        ZoneId zone,
        Timeframe timeframe,
        Bars bars,
        List<CorporateAction> actions,
        @Nullable LocalDate listed,
        @Nullable LocalDate delisted,
        List<Suspension> suspensions) {

    public SymbolHistory {
        actions = actions.stream()
                .sorted(Comparator.comparing(CorporateAction::exDate)
                        .thenComparing(CorporateAction.Dividend.class::isInstance))
                .toList();
        suspensions = suspensions.stream()
                .sorted(Comparator.comparing(Suspension::from))
                .toList();
        if (bars.priceScale() != instrument.priceScale()) {
            throw new IllegalArgumentException(instrument.symbol() + ": its bars have the price scale "
                    + bars.priceScale() + ", itself " + instrument.priceScale());
        }
    }

    public String symbol() {
        return instrument.symbol();
    }

    /** {@return the day a bar starts on, at the exchange} */
    public LocalDate date(int bar) {
        return LocalDate.ofInstant(Instant.ofEpochSecond(bars.start(bar)), zone);
    }

    /**
     * {@return when a bar ends, epoch seconds} A daily bar ends with the last second of its day, wherever in the day its
     * start is labelled, so that the bars of a day end together.
     */
    public long end(int bar) {
        return timeframe.minutes() == Timeframe.DAY
                ? date(bar).plusDays(1).atStartOfDay(zone).toEpochSecond() - 1
                : bars.start(bar) + timeframe.minutes() * 60L;
    }

    /** {@return whether the symbol could be traded on a day: listed, not delisted, not suspended} */
    public boolean isTradable(LocalDate date) {
        return (listed == null || !date.isBefore(listed))
                && (delisted == null || !date.isAfter(delisted))
                && suspensions.stream().noneMatch(suspension -> suspension.covers(date));
    }

    /** {@return the first bar of a day or later} */
    public int firstFrom(LocalDate date) {
        return bars.firstAtOrAfter(date.atStartOfDay(zone).toEpochSecond());
    }

    /** {@return the first bar of a simulation: of its days, and not before the symbol was listed} */
    int first(SimulationConfig config) {
        return firstFrom(listed != null && listed.isAfter(config.start()) ? listed : config.start());
    }

    /** {@return the bar after the last one of a simulation: of its days, and not after the symbol was delisted} */
    int end(SimulationConfig config) {
        LocalDate last = delisted != null && delisted.isBefore(config.end()) ? delisted : config.end();
        return Math.max(first(config), firstFrom(last.plusDays(1)));
    }
}
