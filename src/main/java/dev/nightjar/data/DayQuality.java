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

    /** {@return what was found, one for each kind; reads what it cannot tell from the cells' summaries} */
    public static List<Finding> of(DataDay day) {
        Findings findings = new Findings();
        CellDecoder decoder = new CellDecoder();
        for (Instrument instrument : day.instruments()) {
            CellIndex cells = day.cells(instrument.symbol());
            boolean quotes = day.ticks(instrument.symbol()).hasQuotes();
            for (int cell = 0; cell < cells.count() && (quotes || instrument.tickSize() > 1); cell++) {
                int ticks = decoder.open(cells, cell);
                if (quotes) {
                    crossedQuotes(day, instrument, decoder, ticks, findings);
                }
                if (instrument.tickSize() > 1 && (quotes || !decoder.areSurelyMultiples(instrument.tickSize()))) {
                    offTickSize(day, instrument, decoder, ticks, quotes, findings);
                }
            }
        }
        DayCoverage.of(day, day.instruments().stream().map(Instrument::symbol).collect(Collectors.toSet()))
                .shortcomings()
                .forEach(gap -> findings.add(Finding.Kind.GAP, () -> gap));
        return findings.list();
    }

    private static void crossedQuotes(
            DataDay day, Instrument instrument, CellDecoder decoder, int ticks, Findings findings) {
        long[] bids = decoder.bids();
        long[] asks = decoder.asks();
        for (int tick = 0; tick < ticks; tick++) {
            long bid = bids[tick];
            long ask = asks[tick];
            if (bid > ask && ask != TickSeries.NO_PRICE) {
                int found = tick;
                findings.add(
                        Finding.Kind.CROSSED_QUOTE,
                        () -> at(day, instrument, decoder.times()[found]) + "bid " + price(bid, instrument)
                                + " is above ask " + price(ask, instrument));
            }
        }
    }

    private static void offTickSize(
            DataDay day, Instrument instrument, CellDecoder decoder, int ticks, boolean quotes, Findings findings) {
        long[] prices = decoder.prices();
        long[] bids = quotes ? decoder.bids() : prices;
        long[] asks = quotes ? decoder.asks() : prices;
        for (int tick = 0; tick < ticks; tick++) {
            long price = prices[tick];
            long bid = bids[tick];
            long off = isOff(price, instrument) ? price : isOff(bid, instrument) ? bid : asks[tick];
            if (isOff(off, instrument)) {
                int found = tick;
                findings.add(
                        Finding.Kind.OFF_TICK_SIZE,
                        () -> at(day, instrument, decoder.times()[found]) + price(off, instrument)
                                + " is no multiple of " + price(instrument.tickSize(), instrument));
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
