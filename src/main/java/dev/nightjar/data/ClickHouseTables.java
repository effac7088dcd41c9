package dev.nightjar.data;

import dev.nightjar.market.InstrumentKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The predecessor's tables as one server has them: which there are, which columns they have, and how to ask for those so that
 * the types of an answer are fixed whatever the table's are.
 */
final class ClickHouseTables {

    /** The tables of ticks; rows of one second are ordered by it. */
    enum Ticks {
        INDICES("nse_ticks_indices", InstrumentKind.INDEX),
        STOCKS("nse_ticks_stocks", InstrumentKind.STOCK),
        FUTURES("nse_ticks_futures", InstrumentKind.FUTURE),
        OPTIONS("nse_ticks_options", InstrumentKind.OPTION);

        final String table;
        final InstrumentKind kind;

        Ticks(String table, InstrumentKind kind) {
            this.table = table;
            this.kind = kind;
        }
    }

    /** The tables of candles. */
    enum Candles {
        INDICES("nse_ohlcv_indices", InstrumentKind.INDEX),
        STOCKS("nse_ohlcv_stocks", InstrumentKind.STOCK);

        final String table;
        final InstrumentKind kind;

        Candles(String table, InstrumentKind kind) {
            this.table = table;
            this.kind = kind;
        }
    }

    static final String METADATA = "nse_options_metadata";

    private static final Pattern WRAPPED = Pattern.compile("(?:LowCardinality|Nullable)\\((.*)\\)");

    private static final Pattern NUMBER = Pattern.compile("U?Int(8|16|32|64)|Float64|Decimal(32|64)?\\(.*\\)");

    private static final Pattern WHOLE = Pattern.compile("U?Int(8|16|32|64)");

    private static final Pattern TEXT = Pattern.compile("String|Enum(8|16)\\(.*\\)");

    private static final Pattern TIME = Pattern.compile("DateTime(64\\([0-9](, ?'[^']*')?\\)|\\('[^']*'\\))?");

    private static final Pattern ZONE = Pattern.compile(".*'([^']*)'.*");

    private final Map<Ticks, TickTable> ticks;
    private final Map<Candles, CandleTable> candles;
    private final @Nullable MetadataTable metadata;

    private ClickHouseTables(
            Map<Ticks, TickTable> ticks, Map<Candles, CandleTable> candles, @Nullable MetadataTable metadata) {
        this.ticks = ticks;
        this.candles = candles;
        this.metadata = metadata;
    }

    /**
     * A column in a query.
     *
     * @param sql the expression
     * @param kind what it comes as
     */
    record Column(String sql, NativeBlocks.Kind kind) {}

    /**
     * A table of ticks.
     *
     * @param zone that clock times of the table are in; null if it is the server's
     */
    record TickTable(
            Ticks content,
            String day,
            String rawTime,
            Column time,
            @Nullable String zone,
            Column symbol,
            Column price,
            Column quantity,
            Column openInterest,
            @Nullable Column bid,
            @Nullable Column ask) {

        List<Column> prices() {
            return Stream.of(price, bid, ask)
                    .filter(column -> column != null)
                    .map(column -> (Column) column)
                    .toList();
        }
    }

    /** A table of candles; see {@link TickTable}. The source is null if it has no such column. */
    record CandleTable(
            Candles content,
            Column time,
            @Nullable String zone,
            Column symbol,
            Column timeframe,
            @Nullable Column source,
            List<Column> prices,
            Column volume,
            String end) {}

    record MetadataTable(Column underlying, Column expiry, Column strike, Column type) {}

    /** {@return the tables of ticks, in their order} */
    List<TickTable> ticks() {
        return List.copyOf(ticks.values());
    }

    List<CandleTable> candles() {
        return List.copyOf(candles.values());
    }

    @Nullable MetadataTable metadata() {
        return metadata;
    }

    /**
     * Looks what there is.
     *
     * @throws DataException if nothing is, or not as it is needed
     */
    static ClickHouseTables of(ClickHouseClient client, String server) {
        List<String> names = Stream.of(
                        Arrays.stream(Ticks.values()).map(content -> content.table),
                        Arrays.stream(Candles.values()).map(content -> content.table),
                        Stream.of(METADATA))
                .flatMap(stream -> stream)
                .toList();
        String in = names.stream().map(ClickHouseTables::literal).collect(Collectors.joining(", ", "(", ")"));
        Map<String, Map<String, String>> columns = new TreeMap<>();
        client.ask(
                "SELECT CAST(table AS String), CAST(name AS String), CAST(type AS String) FROM system.columns"
                        + " WHERE database = currentDatabase() AND table IN " + in + " FORMAT Native",
                List.of(NativeBlocks.Kind.TEXT, NativeBlocks.Kind.TEXT, NativeBlocks.Kind.TEXT),
                "the columns of its tables",
                () -> {
                    columns.clear();
                    return block -> {
                        for (int row = 0; row < block.rows(); row++) {
                            columns.computeIfAbsent(block.text(0, row), table -> new LinkedHashMap<>())
                                    .put(block.text(1, row), block.text(2, row));
                        }
                    };
                });
        Map<String, String> engines = new TreeMap<>();
        client.ask(
                "SELECT CAST(name AS String), CAST(engine_full AS String) FROM system.tables"
                        + " WHERE database = currentDatabase() AND name IN " + in + " FORMAT Native",
                List.of(NativeBlocks.Kind.TEXT, NativeBlocks.Kind.TEXT),
                "its tables",
                () -> {
                    engines.clear();
                    return block -> {
                        for (int row = 0; row < block.rows(); row++) {
                            engines.put(block.text(0, row), block.text(1, row));
                        }
                    };
                });
        Problems problems = new Problems();
        if (columns.isEmpty()) {
            problems.add("the database has none of the tables " + String.join(", ", names));
        }
        Map<Ticks, TickTable> ticks = new EnumMap<>(Ticks.class);
        for (Ticks content : Ticks.values()) {
            Map<String, String> types = columns.get(content.table);
            if (types != null) {
                Reading reading = new Reading(content.table, types, problems);
                reading.engine(engines.getOrDefault(content.table, ""), List.of(""));
                ticks.put(content, reading.ticks(content));
            }
        }
        Map<Candles, CandleTable> candles = new EnumMap<>(Candles.class);
        for (Candles content : Candles.values()) {
            Map<String, String> types = columns.get(content.table);
            if (types != null) {
                Reading reading = new Reading(content.table, types, problems);
                String engine = engines.getOrDefault(content.table, "");
                reading.engine(engine, List.of("", "Replacing"));
                candles.put(content, reading.candles(content, engine.contains("ReplacingMergeTree") ? " FINAL" : ""));
            }
        }
        Map<String, String> types = columns.get(METADATA);
        MetadataTable metadata = types == null ? null : new Reading(METADATA, types, problems).metadata();
        problems.throwIfAny(server);
        return new ClickHouseTables(ticks, candles, metadata);
    }

    /** {@return a text as SQL writes it} */
    static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static String base(String type) {
        Matcher wrapped = WRAPPED.matcher(type);
        return wrapped.matches() ? base(wrapped.group(1)) : type;
    }

    private record Reading(String table, Map<String, String> types, Problems problems) {

        /** Other engines of the family drop or join rows when they merge, and views have no stored order. */
        void engine(String full, List<String> accepted) {
            boolean usable = accepted.stream()
                    .anyMatch(prefix -> full.matches("(Replicated|Shared)?" + prefix + "MergeTree\\b.* ORDER BY .*"));
            if (!usable) {
                problems.add(
                        table + ": its engine is \"" + CsvFile.shortened(full) + "\", wanted is "
                                + String.join(
                                        " or ",
                                        accepted.stream()
                                                .map(prefix -> prefix + "MergeTree")
                                                .toList())
                                + " (also replicated) with ORDER BY, whose stored order is kept; copy the rows into such a table");
            }
        }

        TickTable ticks(Ticks content) {
            boolean option = content == Ticks.OPTIONS;
            String symbol = types.containsKey(option ? "ticker" : "symbol")
                    ? (option ? "ticker" : "symbol")
                    : (option ? "symbol" : "ticker");
            return new TickTable(
                    content,
                    day("trading_day"),
                    quoted("timestamp"),
                    time("timestamp"),
                    zone("timestamp"),
                    text(types.containsKey(symbol) ? symbol : option ? "ticker" : "symbol"),
                    real("ltp"),
                    number("ltq"),
                    number("oi"),
                    oneOf("bid_price", "buy_price"),
                    oneOf("ask_price", "sell_price"));
        }

        CandleTable candles(Candles content, String end) {
            return new CandleTable(
                    content,
                    time("timestamp"),
                    zone("timestamp"),
                    text("symbol"),
                    text("timeframe"),
                    types.containsKey("source") ? text("source") : null,
                    Stream.of("open", "high", "low", "close").map(this::real).toList(),
                    number("volume"),
                    end);
        }

        MetadataTable metadata() {
            return new MetadataTable(
                    text("underlying"),
                    new Column("CAST(" + day("expiry_date") + " AS Date)", NativeBlocks.Kind.WHOLE),
                    real("strike"),
                    text("option_type"));
        }

        private @Nullable Column oneOf(String first, String second) {
            return types.containsKey(first) ? real(first) : types.containsKey(second) ? real(second) : null;
        }

        private String type(String column, String wanted, Predicate<String> accepted) {
            String type = types.get(column);
            if (type == null) {
                problems.add(table + ": column " + column + " is missing, wanted is " + wanted + "; there are "
                        + String.join(", ", new ArrayList<>(types.keySet())));
                return "";
            }
            if (!accepted.test(base(type))) {
                problems.add(table + ": column " + column + " has type " + type + ", wanted is " + wanted);
            }
            return type;
        }

        private static String quoted(String column) {
            return "`" + column + "`";
        }

        private String day(String column) {
            type(column, "Date", type -> type.equals("Date") || type.equals("Date32"));
            return quoted(column);
        }

        private Column text(String column) {
            type(column, "String", type -> TEXT.matcher(type).matches());
            return new Column("CAST(" + quoted(column) + " AS String)", NativeBlocks.Kind.TEXT);
        }

        private Column real(String column) {
            String type = type(
                    column, "Float64 or Decimal", kind -> NUMBER.matcher(kind).matches());
            return cast(column, type, "Float64", NativeBlocks.Kind.REAL);
        }

        private Column number(String column) {
            String type = type(
                    column,
                    "UInt64 or another number",
                    kind -> NUMBER.matcher(kind).matches());
            return WHOLE.matcher(base(type)).matches()
                    ? cast(column, type, "Int64", NativeBlocks.Kind.WHOLE)
                    : cast(column, type, "Float64", NativeBlocks.Kind.REAL);
        }

        private static Column cast(String column, String type, String to, NativeBlocks.Kind kind) {
            boolean nullable = type.contains("Nullable(");
            return new Column("CAST(" + quoted(column) + " AS " + (nullable ? "Nullable(" + to + ")" : to) + ")", kind);
        }

        private Column time(String column) {
            String type = type(
                    column, "DateTime or DateTime64", kind -> TIME.matcher(kind).matches());
            if (type.contains("Nullable(")) {
                problems.add(table + ": column " + column + " has type " + type + ", wanted is one that is never NULL");
            }
            return type.startsWith("DateTime64")
                    ? new Column(quoted(column), NativeBlocks.Kind.TIME)
                    : new Column("toUInt32(" + quoted(column) + ")", NativeBlocks.Kind.TIME);
        }

        private @Nullable String zone(String column) {
            Matcher zone = ZONE.matcher(types.getOrDefault(column, ""));
            return zone.matches() ? zone.group(1) : null;
        }
    }
}
