package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.data.LeanZip;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Recorded minutes traded as LEAN traded them: the same fills, fees and end equity, to the cent.
 *
 * <p>What other recorded cases need that strategies cannot say, or that no fill model here does:
 *
 * <ul>
 *   <li>{@code lean-us-spy-minute-orders}: fills at the closes of quote candles, an order placed by a fill at a stop that the market
 *       has passed, entries by trailing stops. Its orders with a time in force are below; its last published case is not verified there.
 *   <li>{@code lean-us-spy-daily}: quantities that depend on the account's equity, stop and limit prices computed from the candle at
 *       which they are placed, dividends paid in cash.
 *   <li>{@code lean-us-aapl-split-minute}: a quantity that depends on equity, fills at quote candles, a position that lives through a
 *       split.
 *   <li>{@code lean-us-option-chain-goog-20151224}: fills at the closes of quote candles, and fees by the other side's premium.
 *   <li>{@code backtestingpy-goog-sma-cross}: quantities that depend on equity, and so every statistic; its turns are in
 *       {@link GoldenDailyTest}, as is what {@code backtrader-daily-sma-cross} has: closing orders that rest from one day's close to the
 *       next open are not there.
 *   <li>{@code lean-fx-eurusd-ticks-to-bars} is about candles alone and tested with the data.
 * </ul>
 */
class GoldenReplayTest {

    private static final LocalTime OPEN = LocalTime.of(9, 15);
    private static final LocalTime CLOSE = LocalTime.of(15, 30);
    private static final String FEES =
            "component,exchanges,kinds,side,basis,rate,of,minimum,maximum,rounding,valid_from,valid_to,source,verified";

    @TempDir
    private Path home;

    /**
     * {@return the minutes of a folder of archives that start inside sessions, as rows of a candle file}
     *
     * @param scale what prices are multiplied with, as a power of ten
     * @param from the first that is delivered on the first day
     */
    private static List<String> minutes(Path archives, int scale, LocalTime from) {
        List<String> rows = new ArrayList<>();
        for (Path archive : sorted(archives)) {
            LocalDate date =
                    LocalDate.parse(archive.getFileName().toString().substring(0, 8), DateTimeFormatter.BASIC_ISO_DATE);
            LocalTime first = rows.isEmpty() ? from : OPEN;
            for (String[] fields : LeanZip.rows(archive)) {
                LocalTime start = LocalTime.ofNanoOfDay(Long.parseLong(fields[0]) * 1_000_000);
                if (!start.isBefore(first) && start.isBefore(CLOSE)) {
                    StringBuilder row = new StringBuilder(date + " " + start + ":00");
                    for (int field = 1; field <= 4; field++) {
                        row.append(',')
                                .append(new BigDecimal(fields[field])
                                        .movePointLeft(scale)
                                        .toPlainString());
                    }
                    rows.add(row + "," + fields[5]);
                }
            }
        }
        return rows;
    }

    private static List<Path> sorted(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    /** Something that compares a moving average with another or with a constant. */
    private static String conditions(String operator, String right) {
        return """
                {"conditions": [{"groupLogic": "AND", "conditions": [
                  {"lhs": %s, "operator": "%s", "rhs": %s}]}]}""".formatted(
                        right.isEmpty() ? "{\"type\": \"current_time\"}" : average("slow"),
                        operator,
                        right.isEmpty() ? "{\"type\": \"constant\", \"value\": 0}" : average(right));
    }

    private static String average(String name) {
        return "{\"type\": \"indicator\", \"name\": \"" + name
                + "\", \"offset\": -1, \"timeframeId\": \"m\", \"instrumentType\": \"SI\"}";
    }

    private static String strategy(String symbol, String supporting, String signal, String rest, String edges) {
        return """
                {"strategy_id": "golden", "user_id": "golden", "name": "Golden", "nodes": [
                  {"id": "start", "type": "startNode", "data": {"exchange": "NSE", "strategyType": "positional",
                    "tradingInstrument": {"type": "stock"},
                    "tradingInstrumentConfig": {"type": "stock", "symbol": "%s", "timeframes": []}%s}},
                  {"id": "signal", "type": "entrySignalNode", "data": %s},
                  {"id": "entry", "type": "entryNode", "data": {"positions": [
                    {"vpi": "one", "quantity": 1, "multiplier": 1, "positionType": "buy", "orderType": "market"}]}}%s],
                 "edges": [{"source": "start", "target": "signal"}, {"source": "signal", "target": "entry"}%s]}
                """.formatted(symbol, supporting, signal, rest, edges);
    }

    private static JsonNode expected(Path data) throws IOException {
        return new JsonMapper().readTree(Files.readString(data.resolveSibling("expected.json")));
    }

    private static String fill(String time, JsonNode price) {
        return time.substring(0, 10).replace("-", "") + " " + time.substring(11, 16) + " "
                + new BigDecimal(price.asString()).stripTrailingZeros().toPlainString();
    }

    private static List<String> fills(JsonNode expected) {
        List<String> fills = new ArrayList<>();
        expected.get("fills_derived")
                .forEach(fill -> fills.add(fill.get("date").asString() + " "
                        + fill.get("time").asString() + " "
                        + new BigDecimal(fill.get("price").asString())
                                .stripTrailingZeros()
                                .toPlainString()));
        return fills;
    }

    private static BigDecimal decimal(JsonNode node) {
        return new BigDecimal(node.asString());
    }

    /** One share is bought with the first minute and kept. */
    @Test
    void aShareIsBoughtAndHeld() throws IOException {
        Path data = LeanZip.golden("lean-nse-yesbank-minute");
        CandleFolder folder = new CandleFolder(home)
                .candles(
                        "YESBANK", "STOCK", 4, "1m", minutes(data.resolve("Data/equity/india/minute/yesbank"), 4, OPEN))
                .file("fees/golden.csv", List.of(FEES, "commission,,,,unit,0.01,,6,,,,,,"))
                .file(
                        "strategy.json",
                        List.of(strategy(
                                "YESBANK",
                                "",
                                conditions(">", ""),
                                ", {\"id\": \"never\", \"type\": \"exitSignalNode\", \"data\": " + conditions("<", "")
                                        + "}",
                                ", {\"source\": \"entry\", \"target\": \"never\"}")));

        int exitCode = folder.backtest(
                "--date",
                "2019-07-09",
                "--to",
                "2019-07-11",
                "--replay",
                "1m",
                "--warm-up",
                "0",
                "--fees",
                "golden",
                "--capital",
                "100000");

        assertThat(exitCode).as(folder.said()).isZero();
        JsonNode expected = expected(data);
        assertThat(folder.json("trades.json")).isEmpty();
        JsonNode positions = folder.json("positions.json");
        assertThat(positions).hasSize(1);
        JsonNode position = positions.iterator().next();
        assertThat(fill(position.get("entry_time").asString(), position.get("entry_price")))
                .isEqualTo(fills(expected).get(0));
        assertThat(decimal(position.get("fees"))).isEqualByComparingTo("6");
        assertThat(new BigDecimal("100000").add(decimal(position.get("unrealized_pnl"))))
                .isEqualByComparingTo(decimal(expected.get("end_equity")));
    }

    /** An index gives the signals, a thinly traded share is bought and sold. */
    @Test
    void averagesOfAnIndexTradeAShare() throws IOException {
        Path data = LeanZip.golden("lean-nse-nifty-index-ema-minute");
        LocalTime from = LocalTime.of(10, 29);
        CandleFolder folder = new CandleFolder(home)
                .candles("NIFTY50", "INDEX", 2, "1m", minutes(data.resolve("Data/index/india/minute/nifty50"), 0, from))
                .candles(
                        "JUNIORBEES",
                        "STOCK",
                        4,
                        "1m",
                        minutes(data.resolve("Data/equity/india/minute/juniorbees"), 4, from))
                .file("fees/golden.csv", List.of(FEES, "commission,,,,order,6,,,,,,,,"))
                .file(
                        "strategy.json",
                        List.of(strategy(
                                "JUNIORBEES",
                                """
                                , "supportingInstrumentEnabled": true,
                                "supportingInstrumentConfig": {"type": "index", "symbol": "NIFTY50", "timeframes": [
                                  {"id": "m", "timeframe": "1m", "indicators": {
                                    "fast": {"indicator_name": "ema", "length": 80},
                                    "slow": {"indicator_name": "ema", "length": 200}}}]}""",
                                conditions(">", "fast"),
                                """
                                , {"id": "leave", "type": "exitSignalNode", "data": %s},
                                {"id": "exit", "type": "exitNode", "data": {"exitNodeData": {"orderConfig": {
                                  "orderType": "market", "targetPositionVpi": "one", "quantity": "all"}}}}""".formatted(conditions("<=", "fast")),
                                """
                                , {"source": "entry", "target": "leave"}, {"source": "leave", "target": "exit"},
                                {"source": "exit", "target": "signal"}""")));

        int exitCode = folder.backtest(
                "--date",
                "2019-01-01",
                "--to",
                "2019-01-04",
                "--replay",
                "1m",
                "--warm-up",
                "0",
                "--fees",
                "golden",
                "--capital",
                "1000000");

        assertThat(exitCode).as(folder.said()).isZero();
        JsonNode expected = expected(data);
        List<String> fills = new ArrayList<>();
        BigDecimal fees = BigDecimal.ZERO;
        BigDecimal equity = new BigDecimal("1000000");
        for (JsonNode trade : folder.json("trades.json")) {
            fills.add(fill(trade.get("entry_time").asString(), trade.get("entry_price")));
            fills.add(fill(trade.get("exit_time").asString(), trade.get("exit_price")));
            fees = fees.add(decimal(trade.get("fees")));
            equity = equity.add(decimal(trade.get("pnl")));
        }
        assertThat(fills).isEqualTo(fills(expected));
        assertThat(fees).isEqualByComparingTo(decimal(expected.get("total_fees")));
        assertThat(equity).isEqualByComparingTo(decimal(expected.get("end_equity")));
    }

    /**
     * Six purchases of ten are ordered with the first minute, on adjusted prices. Three limits lie above the market and fill at the
     * next minute's open; two lie below it and wait until they are cancelled, one of them at the first close; the sixth, good till a
     * date, is left until it is cancelled here, which is the same to the account.
     */
    @Test
    void limitOrdersWaitAsLongAsTheyMay() throws IOException {
        Path data = LeanZip.golden("lean-us-spy-minute-orders");
        BigDecimal factor = new BigDecimal("0.8646266");
        List<String> rows = new ArrayList<>();
        for (Path archive : sorted(data.resolve("Data/equity/usa/minute/spy"))) {
            String name = archive.getFileName().toString();
            LocalDate date = LocalDate.parse(name.substring(0, 8), DateTimeFormatter.BASIC_ISO_DATE);
            for (String[] fields : name.endsWith("_trade.zip") ? LeanZip.rows(archive) : List.<String[]>of()) {
                LocalTime start = LocalTime.ofNanoOfDay(Long.parseLong(fields[0]) * 1_000_000);
                if (!start.isBefore(LocalTime.of(9, 30)) && start.isBefore(LocalTime.of(16, 0))) {
                    StringBuilder row = new StringBuilder(date + " " + start + ":00");
                    for (int field = 1; field <= 4; field++) {
                        row.append(',')
                                .append(new BigDecimal(fields[field])
                                        .movePointLeft(4)
                                        .multiply(factor)
                                        .setScale(9, RoundingMode.HALF_EVEN)
                                        .toPlainString());
                    }
                    rows.add(row + ",0");
                }
            }
        }
        StringBuilder legs = new StringBuilder();
        for (String order : List.of("100 gtc", "160 gtc", "140 day", "180 day", "100 gtc", "160 gtc")) {
            String[] words = order.split(" ");
            legs.append(legs.isEmpty() ? "" : ",")
                    .append("{\"vpi\": \"leg-")
                    .append(legs.length())
                    .append(
                            "\", \"quantity\": 10, \"multiplier\": 1, \"positionType\": \"buy\", \"orderType\": \"limit\", \"limitPrice\": ")
                    .append(words[0])
                    .append(", \"time_in_force\": \"")
                    .append(words[1])
                    .append("\"}");
        }
        CandleFolder folder = new CandleFolder(home)
                .candles("ARCX", "SPY", "STOCK", 9, "1m", rows)
                .file("fees/golden.csv", List.of(FEES, "commission,,,,unit,0.005,,1,,,,,,"))
                .file("strategy.json", List.of("""
                        {"strategy_id": "golden", "nodes": [
                          {"id": "start", "type": "startNode", "data": {"exchange": "ARCX", "strategyType": "positional",
                            "tradingInstrument": {"type": "stock"}, "tradingInstrumentConfig": {"symbol": "SPY", "timeframes": []}}},
                          {"id": "signal", "type": "entrySignalNode", "data": %s},
                          {"id": "entry", "type": "entryNode", "data": {"positions": [%s]}}],
                         "edges": [{"source": "start", "target": "signal"}, {"source": "signal", "target": "entry"}]}
                        """.formatted(conditions(">", ""), legs)));

        int exitCode = folder.backtest(
                "--date",
                "2013-10-07",
                "--to",
                "2013-10-11",
                "--replay",
                "1m",
                "--warm-up",
                "0",
                "--fill",
                "next_tick",
                "--fees",
                "golden",
                "--capital",
                "100000");

        assertThat(exitCode).as(folder.said()).isZero();
        JsonNode expected = expected(data).get("strategies").get("TimeInForceAlgorithm");
        JsonNode positions = folder.json("positions.json");
        assertThat(positions).hasSameSizeAs(expected.get("fills_derived"));
        BigDecimal equity = new BigDecimal("100000");
        BigDecimal fees = BigDecimal.ZERO;
        for (JsonNode position : positions) {
            assertThat(position.get("entry_time").asString()).startsWith("2013-10-07T09:31:00");
            assertThat(decimal(position.get("entry_price")))
                    .isEqualByComparingTo(
                            decimal(expected.get("fills_derived").get(0).get(3)));
            fees = fees.add(decimal(position.get("fees")));
            equity = equity.add(decimal(position.get("unrealized_pnl")));
        }
        assertThat(fees).isEqualByComparingTo("3");
        assertThat(equity.setScale(2, RoundingMode.HALF_EVEN))
                .isEqualByComparingTo(decimal(expected.get("end_equity")));
    }
}
