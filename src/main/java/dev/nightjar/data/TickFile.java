package dev.nightjar.data;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.Session;
import dev.nightjar.market.TickColumns;
import dev.nightjar.market.TickSeries;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the ticks of one day. */
final class TickFile {

    private static final List<String> COLUMNS = List.of("timestamp", "sequence", "symbol", "ltp", "ltq", "oi");

    private static final String NO_QUOTES = "holds quotes, which are not available yet; leave the column out";

    private static final long NANOS = 1_000_000_000L;

    private final CsvFile file;
    private final Session session;
    private final Problems problems;
    private final List<Instrument> instruments;
    private final SymbolTable symbols;
    private final Timestamps timestamps;
    private final TickBuffer ticks = new TickBuffer();
    private final long dayBegin;
    private final long dayEnd;
    private long outsideSession;

    private TickFile(CsvFile file, Session session, SortedMap<String, Instrument> instruments, Problems problems) {
        this.file = file;
        this.session = session;
        this.problems = problems;
        this.instruments = List.copyOf(instruments.values());
        symbols = new SymbolTable(List.copyOf(instruments.keySet()));
        timestamps = new Timestamps(session.zone());
        dayBegin = session.date().atStartOfDay(session.zone()).toEpochSecond() * NANOS;
        dayEnd = session.date().plusDays(1).atStartOfDay(session.zone()).toEpochSecond() * NANOS;
    }

    /**
     * What a tick file holds.
     *
     * @param series the ticks inside the session of every symbol that has some
     * @param outsideSession how many ticks before the open or after the closing second were dropped
     */
    record Content(SortedMap<String, TickColumns> series, long outsideSession) {}

    static Content read(CsvFile file, Session session, SortedMap<String, Instrument> instruments, Problems problems) {
        TickFile reading = new TickFile(file, session, instruments, problems);
        file.read(COLUMNS, Map.of("bid", NO_QUOTES, "ask", NO_QUOTES), problems, reading::row);
        return reading.content();
    }

    /** Reads the file into an intake. */
    static void read(CsvFile file, TickIntake intake) {
        SymbolTable symbols = new SymbolTable(
                intake.instruments().stream().map(Instrument::symbol).toList());
        Timestamps timestamps = new Timestamps(intake.session().zone());
        intake.from(file.name(), "line");
        file.read(COLUMNS, Map.of("bid", NO_QUOTES, "ask", NO_QUOTES), intake.problems(), (reader, places) -> {
            byte[] bytes = reader.bytes();
            int symbol = symbols.find(bytes, reader.start(places[2]), reader.end(places[2]));
            if (symbol < 0) {
                intake.unknown(() -> reader.text(places[2]), reader.line());
                return;
            }
            intake.add(
                    timestamps.parse(bytes, reader.start(places[0]), reader.end(places[0])),
                    Numbers.units(bytes, reader.start(places[1]), reader.end(places[1]), 0),
                    symbol,
                    Numbers.units(
                            bytes,
                            reader.start(places[3]),
                            reader.end(places[3]),
                            intake.instruments().get(symbol).priceScale()),
                    Numbers.units(bytes, reader.start(places[4]), reader.end(places[4]), 0),
                    Numbers.units(bytes, reader.start(places[5]), reader.end(places[5]), 0),
                    TickSeries.NO_PRICE,
                    TickSeries.NO_PRICE,
                    reader.line());
        });
    }

    private void row(CsvReader reader, int[] places) {
        byte[] bytes = reader.bytes();
        long time = timestamps.parse(bytes, reader.start(places[0]), reader.end(places[0]));
        long sequence = Numbers.units(bytes, reader.start(places[1]), reader.end(places[1]), 0);
        int symbol = symbols.find(bytes, reader.start(places[2]), reader.end(places[2]));
        int scale = symbol < 0 ? 0 : instruments.get(symbol).priceScale();
        long price = Numbers.units(bytes, reader.start(places[3]), reader.end(places[3]), scale);
        long quantity = Numbers.units(bytes, reader.start(places[4]), reader.end(places[4]), 0);
        long openInterest = Numbers.units(bytes, reader.start(places[5]), reader.end(places[5]), 0);
        if (sequence < 0
                || symbol < 0
                || price <= 0
                || quantity < 0
                || openInterest < 0
                || time < dayBegin
                || time >= dayEnd) {
            refuse(reader, places, time, sequence, symbol, price, quantity, openInterest);
        } else if (session.contains(Math.floorDiv(time, NANOS))) {
            ticks.add(time, sequence, symbol, price, quantity, openInterest, reader.line());
        } else {
            outsideSession++;
        }
    }

    private void refuse(
            CsvReader reader,
            int[] places,
            long time,
            long sequence,
            int symbol,
            long price,
            long quantity,
            long openInterest) {
        if (time == Timestamps.INVALID) {
            refuse(reader, places, 0, "should be " + Timestamps.ACCEPTED);
        } else if (time < dayBegin || time >= dayEnd) {
            refuse(reader, places, 0, "is not on " + session.date() + " in " + session.zone());
        }
        if (sequence < 0) {
            refuse(reader, places, 1, "should be a whole number, 0 or more");
        }
        if (symbol < 0) {
            refuse(reader, places, 2, "is not in instruments.csv, or not for this day (expiry, listed)");
        } else if (price <= 0) {
            int scale = instruments.get(symbol).priceScale();
            refuse(
                    reader,
                    places,
                    3,
                    (price == 0 ? "is zero" : Numbers.reason(price, scale)) + "; a price is above 0 with at most "
                            + scale + " fraction digits");
        }
        if (quantity < 0) {
            refuse(reader, places, 4, "should be a whole number, 0 or more");
        }
        if (openInterest < 0) {
            refuse(reader, places, 5, "should be a whole number, 0 or more");
        }
    }

    private void refuse(CsvReader reader, int[] places, int column, String reason) {
        String name = COLUMNS.get(column);
        problems.add(
                file.name() + ": " + name + " " + reason,
                () -> file.at(reader) + name + " \"" + CsvFile.shortened(reader.text(places[column])) + "\" " + reason);
    }

    private Content content() {
        SortedMap<String, TickColumns> series = new TreeMap<>();
        List<TickColumns> bySymbol = ticks.bySymbol(
                instruments.size(),
                (earlier, later) -> problems.add(
                        file.name() + ": timestamp and sequence used twice",
                        () -> file.name() + " line " + later + ": has the timestamp and sequence of line " + earlier
                                + "; a sequence orders the ticks of one time and is used once"));
        for (int symbol = 0; symbol < bySymbol.size(); symbol++) {
            if (bySymbol.get(symbol).count() > 0) {
                series.put(instruments.get(symbol).symbol(), bySymbol.get(symbol));
            }
        }
        if (!problems.any() && series.isEmpty()) {
            problems.add(file.name() + ": has no tick inside the session (" + outsideSession + " outside it)");
        }
        return new Content(series, outsideSession);
    }
}
