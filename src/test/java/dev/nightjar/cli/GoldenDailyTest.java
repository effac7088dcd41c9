package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.data.LeanZip;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Daily candles beside other libraries. They fill every order at the next day's open. Here an order that rests is for its session
 * unless an entry says otherwise, so entries are compared at the next open and whole chains of entries and exits at the close
 * that decides them.
 */
class GoldenDailyTest {

    private static final String FEES = "component,basis,rate";
    private static final BigDecimal START = new BigDecimal("10000");

    @TempDir
    private Path home;

    /** {@return the close beside its average, as a condition} */
    private static String closeCrosses(String direction, String average) {
        return crosses(
                "{\"type\": \"candle_data\", \"field\": \"Close\", \"offset\": -1, \"timeframeId\": \"d\"}",
                direction,
                average(average));
    }

    private static String average(String name) {
        return "{\"type\": \"indicator\", \"name\": \"" + name + "\", \"offset\": -1, \"timeframeId\": \"d\"}";
    }

    private static String crosses(String left, String direction, String right) {
        return "{\"conditions\": [{\"lhs\": " + left + ", \"operator\": \"crosses_" + direction + "\", \"rhs\": "
                + right + "}]}";
    }

    private static String start(String id, String symbol, String indicators) {
        return """
                {"strategy_id": "%s", "user_id": "golden", "nodes": [
                  {"id": "start", "type": "startNode", "data": {"exchange": "NSE", "strategyType": "positional",
                    "tradingInstrument": {"type": "stock"},
                    "tradingInstrumentConfig": {"symbol": "%s", "timeframes": [
                      {"id": "d", "timeframe": "1d", "indicators": {%s}}]}}},
                """.formatted(id, symbol, indicators);
    }

    private static String leg(String vpi, String side, int multiplier) {
        return "{\"positions\": [{\"vpi\": \"" + vpi + "\", \"quantity\": 1, \"multiplier\": " + multiplier
                + ", \"time_in_force\": \"gtc\", \"positionType\": \"" + side + "\"}]}";
    }

    private static String exit(String vpi) {
        return "{\"exitNodeData\": {\"orderConfig\": {\"targetPositionVpi\": \"" + vpi + "\"}}}";
    }

    private static String node(String id, String type, String data) {
        return "{\"id\": \"" + id + "\", \"type\": \"" + type + "\", \"data\": " + data + "}";
    }

    private static String edges(String... edges) {
        List<String> all = new ArrayList<>();
        for (String edge : edges) {
            String[] ends = edge.split(" ");
            all.add("{\"source\": \"" + ends[0] + "\", \"target\": \"" + ends[1] + "\"}");
        }
        return "], \"edges\": [" + String.join(", ", all) + "]}";
    }

    /** Buys when the close crosses above its average; sells when it crosses below, unless it only ever buys. */
    private static String closeCross(String id, int length, int multiplier, boolean sells) {
        String nodes = start(id, "INDEX50", "\"average\": {\"indicator_name\": \"sma\", \"length\": " + length + "}")
                + node("signal", "entrySignalNode", closeCrosses("above", "average")) + ","
                + node("entry", "entryNode", leg("one", "buy", multiplier)) + ",";
        String leave = sells
                ? closeCrosses("below", "average")
                : "{\"conditions\": [{\"lhs\": {\"type\": \"live_data\", \"field\": \"ltp\"}, \"operator\": \"<\","
                        + " \"rhs\": {\"type\": \"constant\", \"value\": 0}}]}";
        return nodes + node("leave", "exitSignalNode", leave) + "," + node("exit", "exitNode", exit("one"))
                + edges("start signal", "signal entry", "entry leave", "leave exit", "exit signal");
    }

    /** {@return a folder of daily candles, whose first column is the date; the calendar has the days there are} */
    private CandleFolder folder(String symbol, Path csv) throws IOException {
        List<String> rows = new ArrayList<>();
        List<String> calendar = new ArrayList<>(List.of("exchange,date,open,close"));
        for (String line :
                Files.readAllLines(csv).subList(1, Files.readAllLines(csv).size())) {
            String[] fields = line.split(",");
            rows.add(fields[0] + " 00:00:00," + String.join(",", List.of(fields).subList(1, 6)));
            calendar.add("NSE," + fields[0] + ",09:15,15:30");
        }
        return new CandleFolder(home)
                .candles(symbol, "STOCK", 2, "1d", rows)
                .file("data/calendar.csv", calendar)
                .file("fees/lots.csv", List.of(FEES, "commission,lot,2"));
    }

    private static BigDecimal decimal(JsonNode number) {
        return new BigDecimal(number.asString());
    }

    /** {@return cash and what is open at the last close} */
    private static BigDecimal value(CandleFolder folder, String id) {
        BigDecimal value = START;
        for (JsonNode position : folder.json(id, "positions.json")) {
            value = value.add(decimal(position.get("realized_pnl"))).add(decimal(position.get("unrealized_pnl")));
        }
        return value;
    }

    private static List<String> prices(JsonNode rows, String member) {
        List<String> prices = new ArrayList<>();
        rows.forEach(row -> prices.add(decimal(row.get(member)).setScale(2).toPlainString()));
        return prices;
    }

    private static List<String> texts(JsonNode texts) {
        List<String> all = new ArrayList<>();
        texts.forEach(text -> all.add(text.asString()));
        return all;
    }

    /** A year of an index: 12 buys and 11 sales are decided on these closes. */
    @Test
    void aCloseThatCrossesItsAverageIsSeenOnTheSameDays() throws IOException {
        Path data = LeanZip.golden("backtrader-daily-sma-cross");
        CandleFolder folder = folder("INDEX50", data.resolve("datas/2006-day-001.txt"))
                .file("strategy.json", List.of(closeCross("closes", 15, 1, true)));
        JsonNode published = published(data);

        assertThat(run(folder, "2006-01-02", "2006-12-29", "last", "none"))
                .as(folder.said())
                .isZero();

        assertThat(prices(folder.json("closes", "positions.json"), "entry_price"))
                .isEqualTo(texts(published.get("buy_create")));
        assertThat(prices(folder.json("closes", "trades.json"), "exit_price"))
                .isEqualTo(texts(published.get("sell_create")));
    }

    /** Of 40 lengths each buys ten at the first cross's next open, for 2, and keeps them: 40 published values. */
    @Test
    void aPositionIsOpenedAtTheNextOpenAndKept() throws IOException {
        Path data = LeanZip.golden("backtrader-daily-sma-cross");
        JsonNode sweep = published(data).get("sweep");
        CandleFolder folder = folder("INDEX50", data.resolve("datas/2006-day-001.txt"));
        List<String> lengths = List.copyOf(sweep.propertyNames());
        assertThat(lengths).hasSize(40);
        List<String> more = new ArrayList<>();
        for (String length : lengths) {
            String file = more.isEmpty() ? "strategy.json" : length + ".json";
            folder.file(file, List.of(closeCross("sma-" + length, Integer.parseInt(length), 10, false)));
            more.addAll(
                    more.isEmpty()
                            ? List.of("--threads", "2")
                            : List.of("--strategy", folder.root().resolve(file).toString()));
        }

        assertThat(run(folder, "2006-01-02", "2006-12-29", "next_tick", "lots", more.toArray(String[]::new)))
                .as(folder.said())
                .isZero();

        for (String length : lengths) {
            assertThat(value(folder, "sma-" + length))
                    .as(length)
                    .isEqualByComparingTo(decimal(sweep.get(length).get("final_value")));
        }
    }

    private static JsonNode published(Path data) throws IOException {
        return new JsonMapper()
                .readTree(Files.readString(data.resolveSibling("expected.json")))
                .get("published");
    }

    private static int run(CandleFolder folder, String from, String to, String fill, String fees, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--date", from, "--to", to, "--replay", "1d", "--warm-up", "0", "--fill", fill, "--fees", fees));
        arguments.addAll(List.of(more));
        return folder.backtest(arguments.toArray(String[]::new));
    }

    /**
     * Eight years of a share, always in the market. There every trade is as large as the account, which strategies cannot say; when it
     * turns round does not depend on that, so here one share is traded each time. All 66 turns, the last of which is open here.
     */
    @Test
    void crossesOfTwoAveragesTurnAPositionRound() throws IOException {
        Path data = LeanZip.golden("backtestingpy-goog-sma-cross");
        Path csv = data.resolve("backtesting/test/GOOG.csv");
        String averages = "\"fast\": {\"indicator_name\": \"sma\", \"length\": 10},"
                + " \"slow\": {\"indicator_name\": \"sma\", \"length\": 30}";
        String above = crosses(average("fast"), "above", average("slow"));
        String below = crosses(average("fast"), "below", average("slow"));
        CandleFolder folder = folder("GOOG", csv)
                .file(
                        "strategy.json",
                        List.of(start("turn", "GOOG", averages)
                                + String.join(
                                        ",",
                                        node("up", "entrySignalNode", above),
                                        node("buy", "entryNode", leg("long", "buy", 1)),
                                        node("down-again", "exitSignalNode", below),
                                        node("sell-long", "exitNode", exit("long")),
                                        node("down", "entrySignalNode", below),
                                        node("sell", "entryNode", leg("short", "sell", 1)),
                                        node("up-again", "exitSignalNode", above),
                                        node("buy-short", "exitNode", exit("short")))
                                + edges(
                                        "start up",
                                        "up buy",
                                        "buy down-again",
                                        "down-again sell-long",
                                        "sell-long up",
                                        "start down",
                                        "down sell",
                                        "sell up-again",
                                        "up-again buy-short",
                                        "buy-short down")));

        assertThat(run(folder, "2004-08-19", "2013-03-01", "last", "none"))
                .as(folder.said())
                .isZero();

        List<String> turns = new ArrayList<>();
        folder.json("turn", "positions.json")
                .forEach(position -> turns.add(position.get("side").asString() + " "
                        + position.get("entry_time").asString().substring(0, 10) + " "
                        + decimal(position.get("entry_price")).setScale(2)));
        List<String> rows = Files.readAllLines(csv);
        List<String> expected = new ArrayList<>();
        new JsonMapper()
                .readTree(Files.readString(data.resolveSibling("expected.json")))
                .get("run_here")
                .get("trades")
                .forEach(trade -> {
                    // the day before it filled; the header is a row too
                    String[] decided = rows.get(trade.get(1).asInt()).split(",");
                    expected.add((trade.get(0).asInt() > 0 ? "BUY " : "SELL ") + decided[0] + " "
                            + new BigDecimal(decided[4]).setScale(2));
                });
        assertThat(turns).hasSize(66).isEqualTo(expected);
        assertThat(folder.json("turn", "trades.json")).hasSize(65);
    }
}
