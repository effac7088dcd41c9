package dev.nightjar.outcome;

import dev.nightjar.market.Session;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files of one strategy's folder whose bytes depend on its result alone, in the form of {@code docs/outputs.md}. */
public final class ResultFiles {

    public static final String POSITIONS = "positions.json";
    public static final String TRADES = "trades.json";
    public static final String METRICS = "metrics.json";
    public static final String EVENTS = "events.jsonl";

    /** About how many bytes one of them has. */
    private static final long EXPECTED_EVENT = 700;

    private static final long EXPECTED_POSITION = 700;
    private static final long EXPECTED_TRADE = 2_100;

    private final StrategyResult result;
    private final int moneyDigits;
    private final List<EventIds> ids;
    private Times times = new Times(ZoneOffset.UTC);

    private ResultFiles(StrategyResult result) {
        this.result = result;
        moneyDigits = Numbers.moneyDigits(result.instance().strategy());
        ids = ids(result);
    }

    /** {@return by day; events of days that follow from each other may have parents on earlier ones} */
    private static List<EventIds> ids(StrategyResult result) {
        if (result.instance().strategy().positional()) {
            return Collections.nCopies(result.days().size(), new EventIds(result.instance(), result.days()));
        }
        return result.days().stream()
                .map(day -> new EventIds(result.instance(), List.of(day)))
                .toList();
    }

    /** {@return all of them, by name} */
    public static Map<String, byte[]> of(StrategyResult result) {
        ResultFiles files = new ResultFiles(result);
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        bytes.put(POSITIONS, files.positions());
        bytes.put(TRADES, files.trades());
        bytes.put(METRICS, files.metrics());
        bytes.put(EVENTS, files.events());
        return bytes;
    }

    private byte[] events() {
        long count =
                result.days().stream().mapToLong(day -> day.events().size()).sum();
        return Json.lines(EXPECTED_EVENT * count, json -> {
            EventLines lines = new EventLines(result.instance(), json);
            for (int day = 0; day < result.days().size(); day++) {
                lines.write(result.days().get(day), ids.get(day));
            }
        });
    }

    private byte[] positions() {
        return Json.indented(
                EXPECTED_POSITION * result.positions().size(),
                json -> json.object(() -> result.positions()
                        .forEach(position -> json.object(position.key(), () -> position(json, position)))));
    }

    private void position(Json json, Position position) {
        Position.Exit exit = position.lastExit();
        Times local = times(position);
        int scale = position.contract().priceScale();
        json.text("position_id", position.leg().vpi());
        json.number("position_num", position.positionNumber());
        json.number("re_entry_num", position.reEntryNumber());
        contract(json, position, position.leg().lots());
        json.number("quantity", position.quantity());
        json.number("open_quantity", position.openQuantity());
        entry(json, position, local);
        json.text("entry_node", position.entryNode());
        json.text("status", exit == null ? "open" : "closed");
        json.text("exit_time", exit == null ? null : local.iso(exit.time()));
        if (exit == null) {
            json.number("exit_price", (Long) null);
        } else {
            json.number("exit_price", exit.price(), scale);
        }
        json.money("realized_pnl", position.profit(), moneyDigits);
        money(json, "unrealized_pnl", exit == null ? result.unrealized(position) : Long.valueOf(0));
        json.money("fees", position.fees(), moneyDigits);
        json.number("underlying_price_on_entry", position.underlyingPrice(), position.underlyingScale());
        json.object(
                "node_variables",
                () -> position.variables()
                        .forEach(node -> json.object(
                                node.nodeId(),
                                () -> node.values().forEach(value -> json.value(value.name(), value.value())))));
    }

    private byte[] trades() {
        return Json.indented(
                EXPECTED_TRADE * result.trades().size(),
                json -> json.array(() -> result.trades().forEach(trade -> json.object(() -> trade(json, trade)))));
    }

    private void trade(Json json, Trade trade) {
        Position position = trade.position();
        Position.Exit exit = trade.exit();
        Times local = times(position);
        EventIds dayIds = ids.get(position.day());
        json.text("trade_id", trade.id());
        json.text("position_id", position.leg().vpi());
        json.number("position_num", position.positionNumber());
        json.number("re_entry_num", position.reEntryNumber());
        contract(json, position, exit.lots());
        json.number("quantity", exit.quantity());
        entry(json, position, local);
        json.text("entry_node", position.entryNode());
        json.text("entry_trigger", position.entryTrigger());
        json.text("exit_time", local.iso(exit.time()));
        json.number("exit_price", exit.price(), position.contract().priceScale());
        json.text("exit_node", exit.node());
        json.text("exit_reason", exit.reason().label());
        if (exit.ambiguous()) {
            json.flag("ambiguous", true);
        }
        json.money("fees", trade.fees(), moneyDigits);
        json.money("pnl", trade.pnl(), moneyDigits);
        json.number("pnl_percent", trade.pnlPercent());
        json.number("duration_seconds", Times.seconds(trade.durationNanos()));
        json.texts("entry_flow_ids", dayIds.flow(position.entryEvent()));
        json.texts("exit_flow_ids", dayIds.flow(exit.event()));
    }

    private static void contract(Json json, Position position, BigDecimal lots) {
        json.text("symbol", position.contract().symbol());
        json.text("exchange", position.contract().exchange());
        json.text("side", position.side().name());
        json.number("lots", Numbers.plain(lots));
    }

    private static void entry(Json json, Position position, Times times) {
        json.text("entry_time", times.iso(position.entryTime()));
        json.number("entry_price", position.entryPrice(), position.contract().priceScale());
    }

    private Times times(Position position) {
        Session session = result.days().get(position.day()).session();
        times = times.in(session.zone());
        return times;
    }

    private byte[] metrics() {
        Metrics metrics = result.metrics();
        Tally total = metrics.total();
        return Json.indented(json -> json.object(() -> {
            json.object("basis", () -> basis(json));
            counts(json, total);
            json.number("profit_factor", total.profitFactor());
            money(json, "average_win", total.averageWin());
            money(json, "average_loss", total.averageLoss());
            money(json, "largest_win", total.largestWin());
            money(json, "largest_loss", total.largestLoss());
            money(json, "expectancy", total.expectancy());
            money(json, "max_drawdown", metrics.maxDrawdown());
            money(json, "max_drawdown_marked", metrics.maxDrawdownMarked());
            money(json, "fees", total.fees());
            json.number("re_entries", total.reEntries());
            json.number("average_duration_seconds", total.averageDurationSeconds());
            if (metrics.onCapital() != null) {
                onCapital(json, metrics.onCapital());
            }
            json.array("days", () -> metrics.days().forEach(day -> json.object(() -> day(json, day))));
        }));
    }

    private void basis(Json json) {
        json.text("sampling", "daily");
        json.text("calendar", "trading_days");
        json.number("days_per_year", Metrics.OnCapital.DAYS_PER_YEAR);
        json.number("risk_free_rate", BigDecimal.ZERO.setScale(Ratios.SCALE));
        json.number("ddof", 1);
        money(json, "capital", result.capital());
    }

    private void counts(Json json, Tally tally) {
        json.number("total_trades", tally.trades());
        json.number("winning_trades", tally.winning());
        json.number("losing_trades", tally.losing());
        json.number("breakeven_trades", tally.breakeven());
        json.number("win_rate", tally.winRate());
        money(json, "total_pnl", tally.pnl());
        money(json, "gross_profit", tally.grossProfit());
        money(json, "gross_loss", tally.grossLoss());
    }

    private static void onCapital(Json json, Metrics.OnCapital onCapital) {
        json.number("return", onCapital.totalReturn());
        json.number("annual_return", onCapital.annualReturn());
        json.number("volatility", onCapital.volatility());
        json.number("sharpe", onCapital.sharpe());
        json.number("sortino", onCapital.sortino());
        json.number("max_drawdown_percent", onCapital.maxDrawdownPercent());
    }

    private void day(Json json, Metrics.Day day) {
        json.text("date", day.date().toString());
        counts(json, day.tally());
        money(json, "fees", day.tally().fees());
        json.number("re_entries", day.tally().reEntries());
        money(json, "max_drawdown", day.maxDrawdown());
        money(json, "max_drawdown_marked", day.maxDrawdownMarked());
        json.text("failed", day.failedReason());
    }

    private void money(Json json, String name, @Nullable Long units) {
        json.money(name, units, moneyDigits);
    }
}
