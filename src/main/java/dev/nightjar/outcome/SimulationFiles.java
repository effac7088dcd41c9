package dev.nightjar.outcome;

import dev.nightjar.market.Side;
import dev.nightjar.simulation.Ledger;
import dev.nightjar.simulation.SimulationConfig;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files of a simulation's folder whose bytes depend on its config and data alone, in the form of {@code docs/simulations.md}. */
public final class SimulationFiles {

    public static final String METRICS = ResultFiles.METRICS;
    public static final String TRADES = ResultFiles.TRADES;
    public static final String POSITIONS = ResultFiles.POSITIONS;
    public static final String EVENTS = ResultFiles.EVENTS;
    public static final String EQUITY = "equity.csv";
    public static final String SYMBOLS = "symbols.json";
    public static final String CONFIG = "config.json";

    private static final int EXPECTED_TRADE = 700;
    private static final int EXPECTED_EVENT = 350;
    private static final int EXPECTED_POINT = 120;

    private final SimulationResult result;
    private final SimulationConfig config;
    private final Ledger ledger;
    private final int moneyDigits;
    private final Times times;

    private SimulationFiles(SimulationResult result) {
        this.result = result;
        config = result.config();
        ledger = result.ledger();
        moneyDigits = Numbers.moneyDigits(result.exchange());
        times = new Times(ledger.zone());
    }

    /** {@return all of them, by name} */
    public static Map<String, byte[]> of(SimulationResult result) {
        SimulationFiles files = new SimulationFiles(result);
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        bytes.put(METRICS, files.metrics());
        bytes.put(TRADES, files.trades());
        bytes.put(POSITIONS, files.positions());
        bytes.put(EVENTS, files.events());
        bytes.put(EQUITY, files.equity());
        bytes.put(SYMBOLS, files.symbols());
        bytes.put(CONFIG, (files.config.text() + "\n").getBytes(StandardCharsets.UTF_8));
        return bytes;
    }

    private byte[] metrics() {
        SimulationStatistics all = result.statistics();
        return Json.indented(json -> json.object(() -> {
            json.object("basis", () -> basis(json));
            json.text("simulation_id", config.id());
            json.text("strategy", config.strategy());
            json.text("from", config.start().toString());
            json.text("to", config.end().toString());
            json.number("symbols", ledger.symbols().size());
            json.object("dropped_symbols", () -> ledger.dropped().forEach(json::text));
            json.number("bars", ledger.equity().size());
            json.number("days", all.curve().daily().size());
            money(json, "starting_capital", ledger.capital());
            money(json, "final_equity", all.curve().last());
            money(json, "highest_equity", all.curve().highest());
            money(json, "total_pnl", result.pnl());
            returns(json, all);
            trades(json, all.trades());
            activity(json, all.activity());
            json.object("reconciliation", () -> reconciliation(json, all.reconciliation()));
            json.object("benchmark", () -> benchmark(json));
            json.texts("warnings", result.warnings());
        }));
    }

    private void basis(Json json) {
        Basis basis = result.basis();
        json.text("formulas", basis.formulas().label());
        json.text("sampling", "daily");
        json.text("calendar", "days on which any of the symbols has a bar");
        json.number("days_per_year", basis.daysPerYear());
        json.number("risk_free_percent", Numbers.plain(basis.riskFreePercent()));
        json.number("ddof", basis.formulas().ddof());
        json.number("trade_ddof", basis.formulas().tradeDdof());
        json.flag("first_day_counts", basis.formulas().firstDayCounts());
        json.number("value_at_risk_level_percent", Basis.RISK_LEVEL_PERCENT);
        json.text("open_positions", "at their last close, without fees; not among the trades");
        json.text("fees", "in every figure");
        json.text("prices", "raw; splits and dividends are booked on their days");
        money(json, "capital", ledger.capital());
    }

    private void returns(Json json, SimulationStatistics all) {
        ReturnStatistics returns = all.returns();
        json.number("return", returns.totalReturn());
        json.number("annual_return", returns.annualReturn());
        json.number("cagr", returns.cagr());
        json.number("volatility", returns.volatility());
        json.number("sharpe", returns.sharpe());
        json.number("sortino", returns.sortino());
        json.number("calmar", returns.calmar());
        DrawdownStatistics fall = all.drawdown();
        money(json, "max_drawdown", fall.money());
        json.number("max_drawdown_percent", fall.percent());
        json.text("max_drawdown_from", text(fall.from()));
        json.text("max_drawdown_to", text(fall.to()));
        json.text("max_drawdown_recovered", text(fall.recovered()));
        json.number("max_drawdown_days", fall.days());
        json.number("max_drawdown_recovery_days", fall.recoveryDays());
        json.number("longest_drawdown_days", fall.longestDays());
        json.number("average_drawdown_percent", fall.averagePercent());
        json.number("average_drawdown_days", fall.averageDays());
        json.number("value_at_risk_percent", returns.valueAtRisk());
        json.number("conditional_value_at_risk_percent", returns.conditionalValueAtRisk());
        json.number("best_day_percent", returns.bestDay());
        json.number("worst_day_percent", returns.worstDay());
    }

    private void trades(Json json, TradeStatistics trades) {
        Tally tally = trades.tally();
        tally(json, tally);
        json.number("profit_factor", trades.profitFactor());
        averages(json, tally);
        json.number("expectancy_ratio", trades.expectancyRatio());
        json.number("expectancy_percent", trades.expectancyPercent());
        json.number("average_trade_percent", trades.averagePercent());
        json.number("best_trade_percent", trades.bestPercent());
        json.number("worst_trade_percent", trades.worstPercent());
        json.number("sqn", trades.sqn());
        json.number("kelly", trades.kelly());
        json.number("average_duration_seconds", tally.averageDurationSeconds());
    }

    private void tally(Json json, Tally tally) {
        json.number("total_trades", tally.trades());
        json.number("winning_trades", tally.winning());
        json.number("losing_trades", tally.losing());
        json.number("breakeven_trades", tally.breakeven());
        json.number("win_rate", tally.winRate());
        money(json, "closed_pnl", tally.pnl());
        money(json, "gross_profit", tally.grossProfit());
        money(json, "gross_loss", tally.grossLoss());
    }

    private void averages(Json json, Tally tally) {
        money(json, "average_win", tally.averageWin());
        money(json, "average_loss", tally.averageLoss());
        money(json, "largest_win", tally.largestWin());
        money(json, "largest_loss", tally.largestLoss());
        money(json, "expectancy", tally.expectancy());
    }

    private void activity(Json json, ActivityStatistics activity) {
        json.number("exposure_time_percent", activity.exposureTimePercent());
        json.number("average_exposure_percent", activity.averageExposurePercent());
        json.number("highest_exposure_percent", activity.highestExposurePercent());
        json.number("turnover_percent", activity.turnoverPercent());
        json.number("bought", Numbers.money(activity.bought(), moneyDigits));
        json.number("sold", Numbers.money(activity.sold(), moneyDigits));
        money(json, "fees", activity.fees());
        money(json, "slippage", activity.slippage());
        money(json, "dividends", activity.dividends());
        json.number("fills", ledger.fills().size());
        json.number("skipped_orders", ledger.skips().size());
    }

    private void reconciliation(Json json, Reconciliation told) {
        money(json, "starting_capital", told.capital());
        money(json, "closed_trades", told.closed());
        money(json, "dividends", told.dividends());
        money(json, "open_positions", told.unrealized());
        money(json, "final_equity", told.equity());
    }

    private void benchmark(Json json) {
        SimulationStatistics held = result.benchmark();
        json.text("strategy", "buy_and_hold");
        money(json, "final_equity", held.curve().last());
        json.number("return", held.returns().totalReturn());
        json.number("cagr", held.returns().cagr());
        json.number("volatility", held.returns().volatility());
        json.number("sharpe", held.returns().sharpe());
        json.number("max_drawdown_percent", held.drawdown().percent());
        json.number(
                "excess_return",
                result.statistics()
                        .returns()
                        .totalReturn()
                        .subtract(held.returns().totalReturn()));
        json.number("beta", result.beta());
        json.number("alpha", result.alpha());
    }

    private byte[] trades() {
        List<RoundTrip> closed = result.statistics().paired().closed();
        return Json.indented(
                (long) EXPECTED_TRADE * closed.size(),
                json -> json.array(() -> closed.forEach(trip -> json.object(() -> trade(json, trip)))));
    }

    private void trade(Json json, RoundTrip trip) {
        json.text("trade_id", trip.id(times));
        json.text("symbol", trip.symbol());
        json.text("side", trip.side().name());
        json.number("quantity", trip.quantity());
        json.text("entry_time", time(trip.entryTime()));
        json.number("entry_price", trip.entryPrice());
        json.number("entry_quantity", trip.entryQuantity());
        money(json, "entry_value", trip.entryValue());
        json.text("entry_reason", trip.entryReason());
        json.text("exit_time", time(trip.exitTime()));
        json.number("exit_price", trip.exitPrice());
        money(json, "exit_value", trip.exitValue());
        json.text("exit_reason", trip.exitReason());
        money(json, "fees", trip.fees());
        money(json, "pnl", trip.pnl());
        json.number("pnl_percent", trip.pnlPercent());
        json.number("duration_seconds", trip.durationSeconds());
    }

    private byte[] positions() {
        return Json.indented(json -> json.object(() ->
                ledger.open().forEach(position -> json.object(position.symbol(), () -> position(json, position)))));
    }

    private void position(Json json, Ledger.Open position) {
        List<RoundTrips.OpenLot> lots = result.statistics().paired().open().getOrDefault(position.symbol(), List.of());
        json.text("symbol", position.symbol());
        json.text("side", position.quantity() < 0 ? Side.SELL.name() : Side.BUY.name());
        json.number("quantity", Math.abs(position.quantity()));
        json.text("status", "open");
        json.number("price", position.price(), position.priceScale());
        json.text("price_time", time(position.time()));
        money(json, "value", position.value());
        money(
                json,
                "entry_value",
                lots.stream().mapToLong(RoundTrips.OpenLot::entryValue).sum());
        money(
                json,
                "entry_fees",
                lots.stream().mapToLong(RoundTrips.OpenLot::entryFees).sum());
        money(json, "unrealized_pnl", Reconciliation.unrealized(position, lots));
        json.array(
                "entries",
                () -> lots.forEach(lot -> json.object(() -> {
                    json.text("entry_time", time(lot.entryTime()));
                    json.number("entry_price", lot.entryPrice());
                    json.number("entry_quantity", lot.entryQuantity());
                    json.number("quantity", lot.quantity());
                    money(json, "entry_value", lot.entryValue());
                    money(json, "entry_fees", lot.entryFees());
                    json.text("entry_reason", lot.entryReason());
                })));
    }

    private byte[] events() {
        List<Ledger.Event> events = new ArrayList<>(ledger.fills());
        events.addAll(ledger.flows());
        events.addAll(ledger.skips());
        events.sort(Comparator.comparingLong(Ledger.Event::time)
                .thenComparing(Ledger.Event::symbol)
                .thenComparingInt(Ledger.Event::sequence));
        return Json.lines(
                (long) EXPECTED_EVENT * events.size(),
                json -> events.forEach(event -> json.object(() -> event(json, event))));
    }

    private void event(Json json, Ledger.Event event) {
        if (event instanceof Ledger.Fill fill) {
            head(json, event, "fill");
            json.text("side", fill.side().name());
            json.number("quantity", fill.quantity());
            json.number("price", fill.price(), fill.priceScale());
            json.number("market_price", fill.marketPrice(), fill.priceScale());
            money(json, "value", fill.notional());
            money(json, "fees", fill.fees());
            money(json, "slippage", fill.slippage());
            json.text("reason", fill.reason().label());
            json.text("signal_time", time(fill.signalTime()));
            json.number("position_after", fill.positionAfter());
        } else if (event instanceof Ledger.Flow flow) {
            head(json, event, flow.kind().label());
            money(json, "amount", flow.amount());
            json.number("quantity_before", flow.quantityBefore());
            json.number("quantity_after", flow.quantityAfter());
            if (flow.kind() == Ledger.Flow.Kind.SPLIT) {
                json.number("new_shares", flow.newShares());
                json.number("old_shares", flow.oldShares());
            }
        } else if (event instanceof Ledger.Skip skip) {
            head(json, event, "skipped");
            json.text("side", skip.side().name());
            json.text("reason", skip.reason().label());
            money(json, "wanted", skip.wanted());
            money(json, "available", skip.available());
            json.number("price", skip.price(), skip.priceScale());
            json.text("signal_time", time(skip.signalTime()));
        }
    }

    private void head(Json json, Ledger.Event event, String type) {
        json.text("event_type", type);
        json.text("timestamp", time(event.time()));
        json.text("symbol", event.symbol());
    }

    private byte[] equity() {
        StringBuilder text = new StringBuilder(EXPECTED_POINT * (ledger.equity().size() + 1));
        text.append("time,cash,positions,equity,exposure,held,drawdown_percent,benchmark\n");
        long peak = ledger.capital();
        long benchmark = ledger.capital();
        List<Ledger.Point> held = result.benchmarkLedger().equity();
        int next = 0;
        for (Ledger.Point point : ledger.equity()) {
            while (next < held.size() && held.get(next).time() <= point.time()) {
                benchmark = held.get(next++).equity();
            }
            peak = Math.max(peak, point.equity());
            new CsvRow(text)
                    .text(time(point.time()))
                    .number(Numbers.money(point.cash(), moneyDigits))
                    .number(Numbers.money(point.positions(), moneyDigits))
                    .number(Numbers.money(point.equity(), moneyDigits))
                    .number(Numbers.money(point.exposure(), moneyDigits))
                    .number(BigDecimal.valueOf(point.held()))
                    .number(Ratios.change(peak, point.equity()).negate())
                    .number(Numbers.money(benchmark, moneyDigits))
                    .end();
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] symbols() {
        return Json.indented(json ->
                json.array(() -> result.symbols().forEach(symbol -> json.object(() -> symbol(json, symbol)))));
    }

    private void symbol(Json json, SymbolResult symbol) {
        json.text("symbol", symbol.symbol());
        json.text("status", symbol.dropped() == null ? "traded" : "dropped");
        json.text("reason", symbol.dropped());
        json.money("capital", symbol.capital(), moneyDigits);
        money(json, "total_pnl", symbol.pnl());
        json.number("contribution_percent", Ratios.percent(Ratios.money(symbol.pnl()), Ratios.money(ledger.capital())));
        json.number(
                "return",
                symbol.capital() == null || symbol.capital() == 0
                        ? null
                        : Ratios.percent(Ratios.money(symbol.pnl()), Ratios.money(symbol.capital())));
        tally(json, symbol.tally());
        json.number("profit_factor", symbol.tally().profitFactor());
        averages(json, symbol.tally());
        money(json, "dividends", symbol.dividends());
        money(json, "unrealized_pnl", symbol.unrealized());
        json.number("bought", Numbers.money(symbol.bought(), moneyDigits));
        json.number("sold", Numbers.money(symbol.sold(), moneyDigits));
        money(json, "fees", symbol.fees());
        money(json, "slippage", symbol.slippage());
        Ledger.Open position = symbol.position();
        json.number("open_quantity", position == null ? 0 : position.quantity());
        money(json, "open_value", position == null ? 0 : position.value());
        json.number("skipped_orders", symbol.skips());
        json.texts("warnings", symbol.warnings());
    }

    private String time(long seconds) {
        return times.isoSeconds(seconds);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private void money(Json json, String name, @Nullable Long units) {
        json.money(name, units, moneyDigits);
    }
}
