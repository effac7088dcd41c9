package dev.nightjar.data;

import static dev.nightjar.market.TickSeries.NO_PRICE;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.Session;
import dev.nightjar.market.TickSeries;
import dev.nightjar.market.Underlying;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A made day as rows in canonical order, and its way into and out of a day file. */
record TickRows(Session session, List<Instrument> instruments, List<Row> rows) {

    static final LocalDate DATE = LocalDate.of(2024, 10, 29);
    static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");
    private static final long NANOS = 1_000_000_000L;

    /** @param symbol a place in the instruments */
    record Row(int symbol, long time, long price, long quantity, long openInterest, long bid, long ask) {}

    static Session session(String open, String close) {
        return Session.of(DATE, ZONE, LocalTime.parse(open), LocalTime.parse(close));
    }

    static Instrument stock(String symbol) {
        return new Instrument(symbol, InstrumentKind.STOCK, "NSE", null, null, null, null, 75, 5, 2);
    }

    /** {@return a day of few ticks and many habits} */
    static TickRows random(long seed) {
        Random random = new Random(seed);
        Session session = switch (random.nextInt(4)) {
            case 0 -> session("00:00:00", "23:59:59");
            case 1 -> session("09:15:17", "09:18:16");
            case 2 -> session("09:15:00", "09:15:01");
            default -> session("09:15:00", "15:30:00");
        };
        List<Instrument> instruments = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        int symbols = 1 + random.nextInt(6);
        long unit = (long) Math.pow(10, random.nextInt(10));
        for (int symbol = 0; symbol < symbols; symbol++) {
            // places are not in the order of the symbols
            instruments.add(stock("S" + (symbol * 7 + 3) % 10));
            add(symbol, session, random, unit, rows);
        }
        rows.sort(Comparator.comparingLong(Row::time));
        return new TickRows(session, instruments, rows);
    }

    private static void add(int symbol, Session session, Random random, long unit, List<Row> rows) {
        int count = random.nextInt(5) == 0 ? 1 : random.nextInt(700);
        long span = random.nextBoolean() ? session.close() + 1 - session.open() : 1 + random.nextInt(2);
        long base = random.nextInt(3) == 0 ? 1 + (random.nextLong() >>> 2) : 1 + random.nextInt(3_000_000);
        long spread = List.of(1L, 2L, 100L, 1L << 20, Long.MAX_VALUE - base).get(random.nextInt(5));
        long step = Math.min(List.of(1L, 5L, 25L, 257L, 50_000_000L).get(random.nextInt(5)), spread);
        long lot = List.of(1L, 75L, 1500L, 1027L, 1L << 40).get(random.nextInt(5));
        int quotes = random.nextInt(3);
        int interest = random.nextInt(3);
        for (int tick = 0; tick < count; tick++) {
            long time = session.open() * NANOS + Math.floorMod(random.nextLong(), span * NANOS) / unit * unit;
            boolean quoted = quotes > 0 && random.nextInt(3) > 0;
            boolean traded = !quoted || random.nextBoolean();
            rows.add(new Row(
                    symbol,
                    time,
                    traded ? base + Math.floorMod(random.nextLong(), spread) / step * step : NO_PRICE,
                    traded ? random.nextInt(4) * lot : 0,
                    interest == 0 ? 0 : interest == 1 ? 75_000 : 75L * random.nextInt(1_000_000),
                    quoted && (quotes == 1 || random.nextBoolean())
                            ? base + random.nextInt(50) * (spread / 50)
                            : NO_PRICE,
                    quoted && (quotes == 1 || random.nextBoolean())
                            ? base + random.nextInt(50) * (spread / 50)
                            : NO_PRICE));
        }
    }

    /** {@return the file} */
    Path write(Path folder) {
        return write(folder, DayFormat.SEGMENT);
    }

    Path write(Path folder, long segment) {
        try (DayWriter writer = DayWriter.begin(folder, session, instruments, segment)) {
            int begin = 0;
            while (begin < rows.size()) {
                int minute = minute(begin);
                int end = begin;
                while (end < rows.size() && minute(end) == minute) {
                    end++;
                }
                write(writer, minute, rows.subList(begin, end));
                begin = end;
            }
            String hash = writer.finish(bySymbol(), underlyings());
            return folder.resolve(DATE + "-" + hash.substring(0, 16) + ".day");
        }
    }

    private int minute(int row) {
        return (int) ((Math.floorDiv(rows.get(row).time(), NANOS) - session.open()) / 60);
    }

    private static void write(DayWriter writer, int minute, List<Row> rows) {
        boolean quotes = rows.stream().anyMatch(row -> row.bid() != NO_PRICE || row.ask() != NO_PRICE);
        writer.minute(
                minute,
                rows.size(),
                rows.stream().mapToInt(Row::symbol).toArray(),
                rows.stream().mapToLong(Row::time).toArray(),
                rows.stream().mapToLong(Row::price).toArray(),
                rows.stream().mapToLong(Row::quantity).toArray(),
                rows.stream().mapToLong(Row::openInterest).toArray(),
                quotes ? rows.stream().mapToLong(Row::bid).toArray() : null,
                quotes ? rows.stream().mapToLong(Row::ask).toArray() : null);
    }

    SortedMap<String, Instrument> bySymbol() {
        SortedMap<String, Instrument> bySymbol = new TreeMap<>();
        instruments.forEach(instrument -> bySymbol.put(instrument.symbol(), instrument));
        return bySymbol;
    }

    static SortedMap<String, Underlying> underlyings() {
        return new TreeMap<>(Map.of("NIFTY", new Underlying("NIFTY", "NFO", new BigDecimal("50.0"))));
    }

    /** {@return the rows of one symbol} */
    List<Row> of(int symbol) {
        return rows.stream().filter(row -> row.symbol() == symbol).toList();
    }

    static DataDay open(Path file) {
        return open(DayFile.open(file));
    }

    static DataDay open(DayFile file) {
        return new DataDay(file, MadeTicks.NO_HISTORY);
    }

    /** {@return the rows of a stored day, each put where its sequence says; every place is taken once} */
    List<Row> restored(DataDay day) {
        Row[] restored = new Row[rows.size()];
        for (int symbol = 0; symbol < instruments.size(); symbol++) {
            TickSeries ticks = day.ticks(instruments.get(symbol).symbol());
            for (int tick = 0; tick < ticks.count(); tick++) {
                int rank = Math.toIntExact(ticks.sequence(tick));
                if (restored[rank] != null) {
                    throw new AssertionError("two ticks are number " + rank);
                }
                restored[rank] = row(symbol, ticks, tick);
            }
        }
        return List.of(restored);
    }

    static Row row(int symbol, TickSeries ticks, int tick) {
        return new Row(
                symbol,
                ticks.time(tick),
                ticks.price(tick),
                ticks.quantity(tick),
                ticks.openInterest(tick),
                ticks.bid(tick),
                ticks.ask(tick));
    }

    /** {@return what a folder holds} */
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
