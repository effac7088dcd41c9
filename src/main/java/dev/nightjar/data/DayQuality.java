package dev.nightjar.data;

import dev.nightjar.market.Decimals;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.TickSeries;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What there is to find in the data of a stored day: gaps, crossed quotes, prices off the tick size. */
public final class DayQuality {

    /** What it looks for. */
    static final Set<Finding.Kind> KINDS =
            Set.of(Finding.Kind.CROSSED_QUOTE, Finding.Kind.OFF_TICK_SIZE, Finding.Kind.GAP);

    private DayQuality() {}

    /** {@return what was found, one for each kind; reads all ticks} */
    public static List<Finding> of(DataDay day) {
        Findings findings = new Findings();
        for (Instrument instrument : day.instruments()) {
            TickSeries ticks = day.ticks(instrument.symbol());
            if (ticks.hasQuotes()) {
                crossedQuotes(day, instrument, ticks, findings);
            }
            if (instrument.tickSize() > 1) {
                offTickSize(day, instrument, ticks, findings);
            }
        }
        DayCoverage.of(day, day.instruments().stream().map(Instrument::symbol).collect(Collectors.toSet()))
                .shortcomings()
                .forEach(gap -> findings.add(Finding.Kind.GAP, () -> gap));
        return findings.list();
    }

    private static void crossedQuotes(DataDay day, Instrument instrument, TickSeries ticks, Findings findings) {
        for (int tick = 0; tick < ticks.count(); tick++) {
            long bid = ticks.bid(tick);
            long ask = ticks.ask(tick);
            if (ask != TickSeries.NO_PRICE && bid > ask) {
                long time = ticks.time(tick);
                findings.add(
                        Finding.Kind.CROSSED_QUOTE,
                        () -> at(day, instrument, time) + "bid " + price(bid, instrument) + " is above ask "
                                + price(ask, instrument));
            }
        }
    }

    private static void offTickSize(DataDay day, Instrument instrument, TickSeries ticks, Findings findings) {
        boolean quotes = ticks.hasQuotes();
        for (int tick = 0; tick < ticks.count(); tick++) {
            long price = ticks.price(tick);
            long bid = quotes ? ticks.bid(tick) : TickSeries.NO_PRICE;
            long ask = quotes ? ticks.ask(tick) : TickSeries.NO_PRICE;
            long off = isOff(price, instrument) ? price : isOff(bid, instrument) ? bid : ask;
            if (isOff(off, instrument)) {
                long time = ticks.time(tick);
                findings.add(
                        Finding.Kind.OFF_TICK_SIZE,
                        () -> at(day, instrument, time) + price(off, instrument) + " is no multiple of "
                                + price(instrument.tickSize(), instrument));
            }
        }
    }

    private static boolean isOff(long price, Instrument instrument) {
        return price != TickSeries.NO_PRICE && price % instrument.tickSize() != 0;
    }

    private static String at(DataDay day, Instrument instrument, long time) {
        return instrument.symbol() + " at "
                + Timestamps.text(time, day.session().zone()) + ": ";
    }

    private static String price(long units, Instrument instrument) {
        return Decimals.format(units, instrument.priceScale());
    }
}
