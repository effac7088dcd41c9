package dev.nightjar.data;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.TickSeries;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** A day as the intake hands it on: all that a store gets to see. Two that are equal make equal files. */
record TakenDay(List<String> content, List<String> ticks, List<Finding> findings) {

    /**
     * Reads a day.
     *
     * @throws DataException if something is wrong with it
     */
    static TakenDay of(MarketSource source, LocalDate date) {
        List<Instrument> tradable = List.copyOf(source.tradable(date).values());
        List<String> ticks = new ArrayList<>();
        Set<String> ticked = new TreeSet<>();
        Findings findings = new Findings();
        Problems problems = new Problems();
        TickIntake intake = new TickIntake(
                source.session(date),
                tradable,
                (minute, count, symbols, times, prices, quantities, openInterests, bids, asks) -> {
                    for (int tick = 0; tick < count; tick++) {
                        String symbol = tradable.get(symbols[tick]).symbol();
                        ticked.add(symbol);
                        ticks.add(minute + " " + Instant.ofEpochSecond(0, times[tick]) + " " + symbol + " "
                                + price(prices[tick]) + " " + quantities[tick] + " " + openInterests[tick] + " "
                                + (bids == null ? "-" : price(bids[tick])) + " "
                                + (asks == null ? "-" : price(asks[tick])));
                    }
                },
                null,
                findings,
                problems,
                (rows, bytes, total) -> {});
        source.readTicks(date, intake);
        intake.finish();
        problems.throwIfAny(source.name());
        List<String> content = new ArrayList<>(List.of(source.session(date).toString()));
        SortedMap<String, Instrument> instruments = source.instruments(date, ticked);
        instruments.values().forEach(instrument -> content.add(instrument.toString()));
        source.underlyings(date, instruments.values())
                .values()
                .forEach(underlying -> content.add(underlying.toString()));
        content.addAll(ticks);
        return new TakenDay(content, ticks, findings.list());
    }

    /** {@return the hash of the day that a store makes of it} */
    static String stored(MarketSource source, LocalDate date, Path folder) {
        List<Instrument> tradable = List.copyOf(source.tradable(date).values());
        Problems problems = new Problems();
        try (DayWriter writer = DayWriter.begin(folder, source.session(date), tradable)) {
            TickIntake intake = new TickIntake(
                    source.session(date),
                    tradable,
                    writer::minute,
                    null,
                    new Findings(),
                    problems,
                    (rows, bytes, total) -> {});
            source.readTicks(date, intake);
            intake.finish();
            problems.throwIfAny(source.name());
            List<String> ticked = writer.ticked().stream()
                    .mapToObj(place -> tradable.get(place).symbol())
                    .toList();
            SortedMap<String, Instrument> instruments = source.instruments(date, ticked);
            return writer.finish(instruments, source.underlyings(date, instruments.values()));
        }
    }

    private static String price(long units) {
        return units == TickSeries.NO_PRICE ? "-" : Long.toString(units);
    }
}
