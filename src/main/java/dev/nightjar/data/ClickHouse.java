package dev.nightjar.data;

import dev.nightjar.data.ClickHouseTables.CandleTable;
import dev.nightjar.data.ClickHouseTables.Column;
import dev.nightjar.data.ClickHouseTables.TickTable;
import dev.nightjar.data.NativeBlocks.Kind;
import dev.nightjar.market.BarWidth;
import dev.nightjar.market.Decimals;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.OptionType;
import dev.nightjar.market.Session;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.Underlying;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The predecessor's tables in a ClickHouse server, read over HTTP: {@code nse_ticks_indices}, {@code _stocks}, {@code _futures} and
 * {@code _options}, {@code nse_ohlcv_indices} and {@code _stocks}, {@code nse_options_metadata}; those that there are.
 *
 * <p>Ticks of one second are ordered by table (as listed), by symbol, and then as their rows are stored, which merges do not change.
 * Prices are kept with the fewest digits, two or more, that are exact for all of an instrument's prices of the day, see {@link
 * DoublePrices}. Not for several threads.
 */
public final class ClickHouse implements MarketSource, CandleSource {

    private static final String HOME = "NSE";

    private static final String ABOUT_HOURS = "; a source holds one market";

    private final ClickHouseAddress address;
    private final ClickHouseClient client;
    private final ClickHouseTables tables;
    private final Reference reference = Reference.shipped();
    private final TradingHours hours = reference.hours();
    private final ZoneId serverZone;
    private final @Nullable LocalDate from;
    private final @Nullable LocalDate to;
    private final Map<CandleKey, Integer> candleScales = new TreeMap<>();
    private @Nullable DayFacts latest;
    private @Nullable SortedMap<CandleKey, CandlePlace> places;

    private ClickHouse(
            ClickHouseAddress address,
            ClickHouseClient client,
            ClickHouseTables tables,
            ZoneId serverZone,
            @Nullable LocalDate from,
            @Nullable LocalDate to) {
        this.address = address;
        this.client = client;
        this.tables = tables;
        this.serverZone = serverZone;
        this.from = from;
        this.to = to;
    }

    /** {@return whether that is an address of a server rather than a folder} */
    public static boolean isAddress(String text) {
        return ClickHouseAddress.isOne(text);
    }

    /**
     * Connects and looks which tables there are.
     *
     * @param address {@code http[s]://[user:password@]host[:port][/database][?times=clock|instant&source=…&timeout=…]}
     * @param environment its {@code NIGHTJAR_CLICKHOUSE_USER} and {@code NIGHTJAR_CLICKHOUSE_PASSWORD} count if the address has none
     * @param from the first day that is wanted; null for all
     * @param to the last day that is wanted; null for all
     * @throws DataException if the server cannot be reached, or its tables are not as they are needed
     */
    public static ClickHouse open(
            String address, Map<String, String> environment, @Nullable LocalDate from, @Nullable LocalDate to) {
        ClickHouseAddress parsed = ClickHouseAddress.of(address, environment);
        ClickHouseClient client = new ClickHouseClient(parsed);
        ClickHouseTables tables = ClickHouseTables.of(client, parsed.name());
        List<String> zone = new ArrayList<>();
        client.ask("SELECT timezone() FORMAT Native", List.of(Kind.TEXT), "its time zone", () -> {
            zone.clear();
            return block -> zone.add(block.text(0, 0));
        });
        return new ClickHouse(parsed, client, tables, zone(parsed.name(), zone.isEmpty() ? "" : zone.get(0)), from, to);
    }

    private static ZoneId zone(String server, String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw new DataException(
                    server,
                    List.of("the time zone \"" + CsvFile.shortened(name)
                            + "\" of the server or of a column is not known here; give the columns one of IANA's names,"
                            + " such as DateTime('Asia/Kolkata')"));
        }
    }

    /** What one symbol of a table has on a day. */
    private record SymbolFacts(long rows, long first, long last, long hash, int priceScale) {}

    /**
     * What a day has.
     *
     * @param symbols by table, by the table's symbol
     * @param listing the instruments they stand for, and the contracts of the metadata
     */
    private record DayFacts(
            LocalDate date,
            Map<TickTable, SortedMap<String, SymbolFacts>> symbols,
            Map<TickTable, Map<String, String>> names,
            Listing listing) {}

    @Override
    public String name() {
        return address.name();
    }

    @Override
    public List<LocalDate> days() {
        SortedSet<LocalDate> days = new TreeSet<>();
        for (TickTable table : tables.ticks()) {
            SortedSet<LocalDate> own = new TreeSet<>();
            client.ask(
                    "SELECT CAST(" + table.day() + " AS Date) AS nj_day FROM " + table.content().table
                            + range(table.day()) + " GROUP BY nj_day FORMAT Native",
                    List.of(Kind.WHOLE),
                    "the days of " + table.content().table,
                    () -> {
                        own.clear();
                        return block -> {
                            for (int row = 0; row < block.rows(); row++) {
                                own.add(LocalDate.ofEpochDay(block.whole(0, row)));
                            }
                        };
                    });
            days.addAll(own);
        }
        return List.copyOf(days);
    }

    private String range(String day) {
        List<String> conditions = new ArrayList<>();
        if (from != null) {
            conditions.add(day + " >= toDate('" + from + "')");
        }
        if (to != null) {
            conditions.add(day + " <= toDate('" + to + "')");
        }
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    @Override
    public Session session(LocalDate date) {
        Set<String> exchanges = facts(date).listing().instruments().values().stream()
                .map(Instrument::exchange)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<Session> sessions = new HashSet<>();
        List<String> problems = new ArrayList<>();
        for (String exchange : exchanges.isEmpty() ? Set.of(HOME) : exchanges) {
            Session session = hours.session(exchange, date);
            if (session == null) {
                problems.add(hours.whyNoSession(exchange, date));
            } else {
                sessions.add(session);
            }
        }
        if (sessions.size() > 1) {
            problems.add("the exchanges " + exchanges + " have different hours on " + date + ABOUT_HOURS);
        }
        if (!problems.isEmpty()) {
            throw new DataException(name(), problems);
        }
        return sessions.iterator().next();
    }

    @Override
    public SortedMap<String, Instrument> tradable(LocalDate date) {
        return facts(date).listing().tradable(date);
    }

    @Override
    public SortedMap<String, Instrument> instruments(LocalDate date, Collection<String> ticked) {
        return facts(date).listing().of(date, ticked);
    }

    @Override
    public SortedMap<String, Underlying> underlyings(LocalDate date, Collection<Instrument> instruments) {
        return reference.underlyings(date, instruments);
    }

    /** Asked anew each time: it is how a change is noticed. */
    @Override
    public String fingerprint(LocalDate date, Set<String> ticked) {
        DayFacts facts = read(date);
        latest = facts;
        SortedMap<String, Instrument> instruments = facts.listing().of(date, ticked);
        ContentHash hash = new ContentHash()
                .day(session(date), instruments, underlyings(date, instruments.values()))
                .text(address.instants() ? "instant" : "clock");
        facts.symbols().forEach((table, symbols) -> {
            hash.text(table.content().table).text(shownIn(table.zone()).getId());
            symbols.forEach((symbol, own) -> hash.text(symbol)
                    .number(own.rows())
                    .number(own.first())
                    .number(own.last())
                    .number(own.hash()));
        });
        return hash.hex();
    }

    @Override
    public void readTicks(LocalDate date, TickIntake intake) {
        DayFacts facts = facts(date);
        List<ClickHouseTicks> streams = new ArrayList<>();
        Map<String, Integer> places = new TreeMap<>();
        for (int place = 0; place < intake.instruments().size(); place++) {
            places.put(intake.instruments().get(place).symbol(), place);
        }
        facts.symbols().forEach((table, symbols) -> {
            if (!symbols.isEmpty()) {
                Map<String, String> names = facts.names().getOrDefault(table, Map.of());
                streams.add(new ClickHouseTicks(
                        client,
                        name(),
                        table,
                        date,
                        new ClickHouseClock(
                                shownIn(table.zone()), intake.session().zone()),
                        symbols.values().stream().mapToLong(SymbolFacts::rows).sum(),
                        symbols.values().stream()
                                .mapToLong(SymbolFacts::first)
                                .min()
                                .orElseThrow(),
                        symbols.values().stream()
                                .mapToLong(SymbolFacts::last)
                                .max()
                                .orElseThrow(),
                        List.copyOf(symbols.keySet()),
                        symbols.keySet().stream()
                                .mapToInt(text -> {
                                    String symbol = names.get(text);
                                    return symbol == null ? -1 : places.getOrDefault(symbol, -1);
                                })
                                .toArray(),
                        intake));
            }
        });
        ClickHouseTicks.readAll(streams, intake);
    }

    /** {@return the zone whose clock is to be read for the exchange's: for instants, the exchange's own} */
    private ZoneId shownIn(@Nullable String ofColumn) {
        return address.instants() ? hours.zone(HOME) : ofColumn == null ? serverZone : zone(name(), ofColumn);
    }

    private DayFacts facts(LocalDate date) {
        DayFacts facts = latest;
        if (facts == null || !facts.date().equals(date)) {
            facts = read(date);
            latest = facts;
        }
        return facts;
    }

    private DayFacts read(LocalDate date) {
        Map<TickTable, SortedMap<String, SymbolFacts>> symbols = new LinkedHashMap<>();
        Map<TickTable, Map<String, String>> names = new LinkedHashMap<>();
        SortedMap<String, Instrument> instruments = contracts(date);
        Map<String, String> seen = new TreeMap<>();
        Problems problems = new Problems();
        for (TickTable table : tables.ticks()) {
            SortedMap<String, SymbolFacts> own = symbols(table, date);
            Map<String, String> ownNames = new TreeMap<>();
            own.forEach((text, facts) -> {
                Instrument instrument = Tickers.instrument(table.content().kind, text, facts.priceScale());
                if (instrument == null) {
                    return;
                }
                String place = table.content().table + "'s " + text;
                String other = seen.putIfAbsent(instrument.symbol(), place);
                if (other != null) {
                    problems.add(place + " and " + other + " both stand for " + instrument.symbol()
                            + "; an instrument has one symbol in one table");
                }
                instruments.put(instrument.symbol(), instrument);
                ownNames.put(text, instrument.symbol());
            });
            symbols.put(table, own);
            names.put(table, ownNames);
        }
        problems.throwIfAny(name());
        if (symbols.values().stream().allMatch(Map::isEmpty)) {
            throw new DataException(name(), List.of("there are no ticks of " + date));
        }
        return new DayFacts(date, symbols, names, new Listing(instruments, Map.of(), Map.of(), reference));
    }

    private SortedMap<String, SymbolFacts> symbols(TickTable table, LocalDate date) {
        String day = table.day() + " = toDate('" + date + "')";
        List<Column> prices = table.prices();
        String exact = exact(prices);
        List<String> hashed = new ArrayList<>(List.of(
                table.symbol().sql(),
                "toString(" + table.rawTime() + ")",
                known(table.quantity()),
                known(table.openInterest())));
        prices.forEach(price -> hashed.add(known(price)));
        SortedMap<String, SymbolFacts> symbols = new TreeMap<>();
        boolean[] finer = new boolean[1];
        client.ask(
                "SELECT " + table.symbol().sql() + " AS nj_symbol, count(), toUInt32(toDateTime(min(" + table.rawTime()
                        + "))), toUInt32(toDateTime(max(" + table.rawTime() + "))), sum(cityHash64("
                        + String.join(", ", hashed) + ")), max(NOT (" + exact + ")) FROM " + table.content().table
                        + " WHERE "
                        + day + " GROUP BY nj_symbol FORMAT Native",
                List.of(Kind.TEXT, Kind.WHOLE, Kind.WHOLE, Kind.WHOLE, Kind.WHOLE, Kind.WHOLE),
                "what " + table.content().table + " has of " + date,
                () -> {
                    symbols.clear();
                    finer[0] = false;
                    return block -> {
                        for (int row = 0; row < block.rows(); row++) {
                            finer[0] |= block.whole(5, row) != 0;
                            symbols.put(
                                    block.text(0, row),
                                    new SymbolFacts(
                                            block.whole(1, row),
                                            block.whole(2, row),
                                            block.whole(3, row),
                                            block.whole(4, row),
                                            DoublePrices.LEAST_SCALE));
                        }
                    };
                });
        if (finer[0]) {
            scales(table, day + " AND NOT (" + exact + ")", prices)
                    .forEach((symbol, scale) -> symbols.computeIfPresent(
                            symbol,
                            (same, facts) -> new SymbolFacts(
                                    facts.rows(),
                                    facts.first(),
                                    facts.last(),
                                    facts.hash(),
                                    Math.max(scale, facts.priceScale()))));
        }
        return symbols;
    }

    private static String exact(List<Column> prices) {
        return prices.stream()
                .map(price -> DoublePrices.isExactInSql(known(price), DoublePrices.LEAST_SCALE))
                .collect(Collectors.joining(" AND "));
    }

    /** A number in place of NULL, which is no price and would drop its row from sums. */
    private static String known(Column column) {
        return "ifNull(" + column.sql() + ", -1)";
    }

    private Map<String, Integer> scales(TickTable table, String where, List<Column> prices) {
        Map<String, Integer> scales = new TreeMap<>();
        client.ask(
                "SELECT " + table.symbol().sql() + " AS nj_symbol, toInt32(max(" + scale(prices) + ")) FROM "
                        + table.content().table + " WHERE " + where + " GROUP BY nj_symbol FORMAT Native",
                List.of(Kind.TEXT, Kind.WHOLE),
                "how fine the prices of " + table.content().table + " are",
                () -> {
                    scales.clear();
                    return block -> {
                        for (int row = 0; row < block.rows(); row++) {
                            scales.put(block.text(0, row), (int) block.whole(1, row));
                        }
                    };
                });
        return scales;
    }

    private static String scale(List<Column> prices) {
        return prices.stream()
                .map(price -> DoublePrices.scaleInSql(known(price)))
                .reduce((first, second) -> "greatest(" + first + ", " + second + ")")
                .orElseThrow();
    }

    /** The contracts that the metadata has and that have not expired. */
    private SortedMap<String, Instrument> contracts(LocalDate date) {
        SortedMap<String, Instrument> contracts = new TreeMap<>();
        ClickHouseTables.MetadataTable metadata = tables.metadata();
        if (metadata == null) {
            return contracts;
        }
        Problems problems = new Problems();
        client.ask(
                "SELECT " + metadata.underlying().sql() + ", "
                        + metadata.expiry().sql() + ", "
                        + metadata.strike().sql() + ", " + metadata.type().sql() + " FROM " + ClickHouseTables.METADATA
                        + " WHERE " + metadata.expiry().sql() + " >= toDate('" + date + "') FORMAT Native",
                List.of(Kind.TEXT, Kind.WHOLE, Kind.REAL, Kind.TEXT),
                "the contracts of " + ClickHouseTables.METADATA,
                () -> {
                    contracts.clear();
                    return block -> {
                        for (int row = 0; row < block.rows(); row++) {
                            contract(block, row, contracts, problems);
                        }
                    };
                });
        problems.throwIfAny(name());
        return contracts;
    }

    private static void contract(NativeBlocks block, int row, Map<String, Instrument> contracts, Problems problems) {
        String underlying = block.text(0, row);
        LocalDate expiry = LocalDate.ofEpochDay(block.whole(1, row));
        int scale = DoublePrices.scale(block.real(2, row), 0);
        OptionType type = block.text(3, row).equals("CE")
                ? OptionType.CE
                : block.text(3, row).equals("PE") ? OptionType.PE : null;
        long units = scale > Decimals.MAX_SCALE ? 0 : DoublePrices.units(block.real(2, row), scale);
        Instrument contract = units <= 0 || type == null || underlying.isEmpty()
                ? null
                : Tickers.option(underlying, expiry, BigDecimal.valueOf(units, scale), type);
        if (contract == null) {
            problems.add(
                    "contracts",
                    () -> ClickHouseTables.METADATA + ": \"" + CsvFile.shortened(underlying) + "\", " + expiry
                            + ", strike " + block.real(2, row) + ", \"" + CsvFile.shortened(block.text(3, row))
                            + "\" should be an underlying, its expiry, a strike above 0, CE or PE");
            return;
        }
        contracts.put(contract.symbol(), contract);
    }

    /** What the candles of a key are like. */
    private record CandleFacts(long rows, long first, long last, long hash, int priceScale) {}

    /** Where the candles of a key are. */
    private record CandlePlace(CandleTable table, String where) {}

    @Override
    public List<CandleKey> candleKeys() {
        return List.copyOf(candlePlaces().keySet());
    }

    private SortedMap<CandleKey, CandlePlace> candlePlaces() {
        SortedMap<CandleKey, CandlePlace> known = places;
        if (known != null) {
            return known;
        }
        SortedMap<CandleKey, CandlePlace> found = new TreeMap<>();
        Problems problems = new Problems();
        for (CandleTable table : tables.candles()) {
            places(table, found, problems);
        }
        problems.throwIfAny(name());
        places = found;
        return found;
    }

    private void places(CandleTable table, SortedMap<CandleKey, CandlePlace> found, Problems problems) {
        Column source = table.source();
        String sourceSql = source == null ? "''" : source.sql();
        String wanted = source == null || address.candleSource() == null
                ? ""
                : " WHERE " + sourceSql + " = " + ClickHouseTables.literal(address.candleSource());
        List<List<String>> rows = new ArrayList<>();
        client.ask(
                "SELECT " + table.symbol().sql() + " AS nj_symbol, "
                        + table.timeframe().sql() + " AS nj_timeframe, "
                        + sourceSql + " AS nj_source FROM " + table.content().table + wanted
                        + " GROUP BY nj_symbol, nj_timeframe, nj_source ORDER BY nj_symbol, nj_timeframe, nj_source"
                        + " FORMAT Native",
                List.of(Kind.TEXT, Kind.TEXT, Kind.TEXT),
                "whose candles " + table.content().table + " has",
                () -> {
                    rows.clear();
                    return block -> {
                        for (int row = 0; row < block.rows(); row++) {
                            rows.add(List.of(block.text(0, row), block.text(1, row), block.text(2, row)));
                        }
                    };
                });
        Map<CandleKey, List<String>> sources = new TreeMap<>();
        for (List<String> row : rows) {
            Instrument instrument = Tickers.instrument(table.content().kind, row.get(0), DoublePrices.LEAST_SCALE);
            Timeframe timeframe = BarWidth.labelled(row.get(1))
                    .filter(BarWidth::isWholeMinutes)
                    .map(BarWidth::timeframe)
                    .orElse(null);
            if (instrument == null || timeframe == null) {
                problems.add(
                        table.content().table,
                        () -> table.content().table + ": symbol \"" + CsvFile.shortened(row.get(0))
                                + "\" with timeframe \""
                                + CsvFile.shortened(row.get(1))
                                + "\" should be a symbol such as NIFTY with a timeframe such as"
                                + " 1m, 90m, 1h, 1d");
                continue;
            }
            CandleKey key = new CandleKey(instrument.symbol(), timeframe);
            List<String> own = sources.computeIfAbsent(key, same -> new ArrayList<>());
            own.add(row.get(0) + (source == null ? "" : " of source " + row.get(2)));
            String where = table.symbol().sql() + " = " + ClickHouseTables.literal(row.get(0)) + " AND "
                    + table.timeframe().sql() + " = " + ClickHouseTables.literal(row.get(1))
                    + (source == null ? "" : " AND " + sourceSql + " = " + ClickHouseTables.literal(row.get(2)));
            CandlePlace other = found.put(key, new CandlePlace(table, where));
            if (other != null) {
                problems.add(
                        "candles there twice",
                        () -> table.content().table + ": the " + key.timeframe().label() + " candles of " + key.symbol()
                                + " are there more than once (" + String.join(", ", own) + ", "
                                + other.table().content().table
                                + "); candles are not mixed, source=<name> in the address chooses one");
            }
        }
    }

    private CandlePlace place(CandleKey key) {
        CandlePlace place = candlePlaces().get(key);
        if (place == null) {
            throw new IllegalArgumentException("no candles of " + key);
        }
        return place;
    }

    @Override
    public String fingerprint(CandleKey key) {
        CandlePlace place = place(key);
        CandleFacts facts = candleFacts(key);
        return new ContentHash()
                .text(place.table().content().table)
                .text(place.where())
                .text(shownIn(place.table().zone()).getId())
                .text(candleInstrument(key, facts).toString())
                .number(facts.rows())
                .number(facts.first())
                .number(facts.last())
                .number(facts.hash())
                .hex();
    }

    private CandleFacts candleFacts(CandleKey key) {
        CandlePlace place = place(key);
        CandleTable table = place.table();
        List<String> hashed = new ArrayList<>(List.of("toString(`timestamp`)", known(table.volume())));
        table.prices().forEach(price -> hashed.add(known(price)));
        List<CandleFacts> facts = new ArrayList<>();
        client.ask(
                "SELECT count(), toUInt32(toDateTime(min(`timestamp`))), toUInt32(toDateTime(max(`timestamp`))),"
                        + " sum(cityHash64(" + String.join(", ", hashed) + ")), toInt32(max(" + scale(table.prices())
                        + ")) FROM " + table.content().table + table.end() + " WHERE " + place.where()
                        + " FORMAT Native",
                List.of(Kind.WHOLE, Kind.WHOLE, Kind.WHOLE, Kind.WHOLE, Kind.WHOLE),
                about(key),
                () -> {
                    facts.clear();
                    return block -> facts.add(new CandleFacts(
                            block.whole(0, 0), block.whole(1, 0), block.whole(2, 0), block.whole(3, 0), (int)
                                    Math.max(DoublePrices.LEAST_SCALE, block.whole(4, 0))));
                });
        CandleFacts asked = facts.isEmpty() ? new CandleFacts(0, 0, 0, 0, DoublePrices.LEAST_SCALE) : facts.get(0);
        candleScales.put(key, asked.priceScale());
        return asked;
    }

    private static String about(CandleKey key) {
        return "the " + key.timeframe().label() + " candles of " + key.symbol();
    }

    private Instrument candleInstrument(CandleKey key, CandleFacts facts) {
        return candleInstrument(key, facts.priceScale());
    }

    private Instrument candleInstrument(CandleKey key, int priceScale) {
        InstrumentKind kind = place(key).table().content().kind;
        return Objects.requireNonNull(Tickers.instrument(kind, key.symbol(), priceScale), key.symbol());
    }

    @Override
    public CandleSubject candleSubject(CandleKey key) {
        Integer known = candleScales.get(key);
        int priceScale = known == null ? candleFacts(key).priceScale() : known;
        Instrument instrument = candleInstrument(key, priceScale);
        return new CandleSubject(
                instrument,
                hours.zone(instrument.exchange()),
                date -> hours.session(instrument.exchange(), date),
                date -> hours.expected(instrument.exchange(), date) == TradingHours.Expected.TRADING);
    }

    @Override
    public void readCandles(CandleKey key, CandleIntake intake) {
        CandlePlace place = place(key);
        CandleTable table = place.table();
        List<Column> columns = new ArrayList<>(List.of(table.time()));
        columns.addAll(table.prices());
        columns.add(table.volume());
        ClickHouseCandles candles = new ClickHouseCandles(
                table.content().table + ", " + about(key),
                table.volume().kind(),
                new ClickHouseClock(shownIn(table.zone()), intake.subject().zone()),
                key.timeframe());
        client.ask(
                "SELECT " + columns.stream().map(Column::sql).collect(Collectors.joining(", ")) + " FROM "
                        + table.content().table + table.end() + " WHERE " + place.where()
                        + " ORDER BY `timestamp` FORMAT Native",
                columns.stream().map(Column::kind).toList(),
                about(key),
                () -> {
                    candles.clear();
                    return candles::add;
                });
        candles.handTo(intake);
    }
}
