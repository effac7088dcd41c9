package dev.nightjar.outcome;

import dev.nightjar.market.Decimals;
import dev.nightjar.run.InstanceKey;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The files of a whole night. */
public final class NightFiles {

    public static final String NIGHT = "night.json";
    public static final String RANKING = "ranking.csv";
    public static final String TRADES = "trades.csv";

    private static final int FEWEST_MONEY_DIGITS = 2;

    private static final List<String> COLUMNS = List.of(
            "user_id",
            "strategy_id",
            "broker_connection_id",
            "scale",
            "trade_id",
            "position_id",
            "position_num",
            "re_entry_num",
            "symbol",
            "exchange",
            "side",
            "lots",
            "quantity",
            "entry_time",
            "entry_price",
            "entry_node",
            "entry_trigger",
            "exit_time",
            "exit_price",
            "exit_node",
            "exit_reason",
            "fees",
            "pnl",
            "pnl_percent",
            "duration_seconds");

    private NightFiles() {}

    /**
     * {@return the bytes of {@code night.json}}
     *
     * @param from the first trading day of the run
     * @param to the last
     * @param strategies in queue order
     */
    public static byte[] night(RunFacts run, LocalDate from, LocalDate to, List<NightStrategy> strategies) {
        Ranking ranking = Ranking.of(strategies);
        return Json.indented(json -> json.object(() -> {
            json.number("run", run.run());
            json.text("queue", run.queue());
            json.text("trigger", run.trigger().label());
            json.text("mode", run.mode().label());
            json.number("speed", Numbers.plain(run.speed()));
            json.flag("sample_data", run.sampleData());
            json.text("from", from.toString());
            json.text("to", to.toString());
            json.text("started_at", run.startedAt().toString());
            json.text("finished_at", run.finishedAt().toString());
            json.object("totals", () -> totals(json, strategies));
            json.array("strategies", () -> {
                for (int place = 0; place < strategies.size(); place++) {
                    NightStrategy strategy = strategies.get(place);
                    int rank = ranking.rank(place);
                    json.object(() -> strategy(json, strategy, rank == 0 ? null : Long.valueOf(rank)));
                }
            });
        }));
    }

    /**
     * {@return the bytes of {@code ranking.csv}}
     *
     * @param strategies in queue order
     */
    public static byte[] ranking(List<NightStrategy> strategies) {
        return Ranking.of(strategies).csv().getBytes(StandardCharsets.UTF_8);
    }

    private static void totals(Json json, List<NightStrategy> strategies) {
        SortedMap<String, Sum> sums = new TreeMap<>();
        for (NightStrategy strategy : strategies) {
            NightStrategy.Figures figures = strategy.figures();
            if (figures != null) {
                sums.computeIfAbsent(Currencies.money(figures.exchange()), money -> new Sum(figures.exchange()))
                        .add(figures);
            }
        }
        json.number("instances", strategies.size());
        json.number("completed", count(strategies, NightStrategy.Status.COMPLETED));
        json.number("rejected", count(strategies, NightStrategy.Status.REJECTED));
        json.number("failed", count(strategies, NightStrategy.Status.FAILED));
        json.number(
                "total_trades",
                sums.values().stream().mapToLong(sum -> sum.trades).sum());
        json.number("total_pnl", total(sums.values(), Sum::pnl));
        json.number("fees", total(sums.values(), Sum::fees));
        json.array(
                "currencies",
                () -> sums.values()
                        .forEach(sum -> json.object(() -> {
                            String currency = Currencies.of(sum.exchange);
                            json.text("currency", currency);
                            json.text("exchange", currency == null ? sum.exchange : null);
                            json.number("strategies", sum.strategies);
                            json.number("total_trades", sum.trades);
                            json.number("total_pnl", sum.pnl());
                            json.number("fees", sum.fees());
                        })));
    }

    /** {@return the amount of all; null if they are of several currencies, of which there is no sum} */
    private static @Nullable BigDecimal total(Collection<Sum> sums, Function<Sum, BigDecimal> amount) {
        return sums.size() > 1
                ? null
                : sums.stream().map(amount).findFirst().orElse(Numbers.money(BigInteger.ZERO, FEWEST_MONEY_DIGITS));
    }

    /** What those make together whose money is the same. */
    private static final class Sum {

        private final String exchange;
        private long strategies;
        private long trades;
        private BigInteger pnl = BigInteger.ZERO;
        private BigInteger fees = BigInteger.ZERO;

        Sum(String exchange) {
            this.exchange = exchange;
        }

        void add(NightStrategy.Figures figures) {
            strategies++;
            trades += figures.trades();
            pnl = pnl.add(BigInteger.valueOf(figures.pnl()));
            fees = fees.add(BigInteger.valueOf(figures.fees()));
        }

        BigDecimal pnl() {
            return Numbers.money(pnl, Numbers.moneyDigits(exchange));
        }

        BigDecimal fees() {
            return Numbers.money(fees, Numbers.moneyDigits(exchange));
        }
    }

    private static long count(List<NightStrategy> strategies, NightStrategy.Status status) {
        return strategies.stream()
                .filter(strategy -> strategy.status() == status)
                .count();
    }

    private static void strategy(Json json, NightStrategy strategy, @Nullable Long rank) {
        NightStrategy.Figures figures = strategy.figures();
        int digits = figures == null ? Decimals.MONEY_SCALE : figures.moneyDigits();
        json.text("user_id", strategy.userId());
        json.text("strategy_id", strategy.strategyId());
        json.text("strategy_name", strategy.strategyName());
        json.text("broker_connection_id", strategy.brokerConnectionId());
        json.number("scale", Numbers.plain(strategy.scale()));
        json.text("sweep_of", strategy.variant().sweepOf());
        json.parameters("parameters", strategy.variant().parameters());
        json.text("status", strategy.status().label());
        json.number("rank", rank);
        json.text("folder", strategy.folder());
        json.text("exchange", figures == null ? null : figures.exchange());
        json.text("currency", figures == null ? null : Currencies.of(figures.exchange()));
        json.number("total_trades", figures == null ? null : Long.valueOf(figures.trades()));
        json.number("total_pnl", figures == null ? null : Numbers.money(figures.pnl(), digits));
        json.number("win_rate", figures == null ? null : figures.winRate());
        json.number("profit_factor", figures == null ? null : figures.profitFactor());
        json.number("max_drawdown", figures == null ? null : Numbers.money(figures.maxDrawdown(), digits));
        json.texts("reasons", strategy.reasons());
    }

    /** {@return the first line of {@code trades.csv}} */
    public static String csvHeader() {
        return String.join(",", COLUMNS) + "\n";
    }

    /** {@return the lines of one strategy's trades in {@code trades.csv}, in exit order} */
    public static String csvRows(StrategyResult result) {
        StringBuilder rows = new StringBuilder();
        Times times = new Times(ZoneOffset.UTC);
        for (Trade trade : result.trades()) {
            times = times.in(result.days().get(trade.position().day()).session().zone());
            row(result, trade, times, rows);
        }
        return rows.toString();
    }

    private static void row(StrategyResult result, Trade trade, Times times, StringBuilder rows) {
        InstanceKey key = result.instance().key();
        Position position = trade.position();
        Position.Exit exit = trade.exit();
        int priceScale = position.contract().priceScale();
        int moneyDigits = Numbers.moneyDigits(result.instance().strategy());
        new CsvRow(rows)
                .text(key.userId())
                .text(key.strategyId())
                .text(key.brokerConnectionId())
                .number(Numbers.plain(key.scale()))
                .text(trade.id())
                .text(position.leg().vpi())
                .number(BigDecimal.valueOf(position.positionNumber()))
                .number(BigDecimal.valueOf(position.reEntryNumber()))
                .text(position.contract().symbol())
                .text(position.contract().exchange())
                .text(position.side().name())
                .number(Numbers.plain(exit.lots()))
                .number(BigDecimal.valueOf(exit.quantity()))
                .text(times.iso(position.entryTime()))
                .number(Numbers.price(position.entryPrice(), priceScale))
                .text(position.entryNode())
                .text(Objects.requireNonNullElse(position.entryTrigger(), ""))
                .text(times.iso(exit.time()))
                .number(Numbers.price(exit.price(), priceScale))
                .text(Objects.requireNonNullElse(exit.node(), ""))
                .text(exit.reason().label())
                .number(Numbers.money(trade.fees(), moneyDigits))
                .number(Numbers.money(trade.pnl(), moneyDigits))
                .number(trade.pnlPercent())
                .number(Times.seconds(trade.durationNanos()))
                .end();
    }

    /**
     * {@return the lines of a simulation's round trips in {@code trades.csv}, in exit order} Its positions are its symbols, and
     * its entries come from its template.
     *
     * @param key how it was queued
     */
    public static String csvRows(InstanceKey key, SimulationResult result) {
        StringBuilder rows = new StringBuilder();
        Times times = new Times(result.ledger().zone());
        int moneyDigits = Numbers.moneyDigits(result.exchange());
        for (RoundTrip trip : result.statistics().paired().closed()) {
            new CsvRow(rows)
                    .text(key.userId())
                    .text(key.strategyId())
                    .text(key.brokerConnectionId())
                    .number(Numbers.plain(key.scale()))
                    .text(trip.id(times))
                    .text(trip.symbol())
                    .number(BigDecimal.valueOf(trip.number()))
                    .number(BigDecimal.ZERO)
                    .text(trip.symbol())
                    .text(result.exchange())
                    .text(trip.side().name())
                    .number(trip.quantity())
                    .number(trip.quantity())
                    .text(times.isoSeconds(trip.entryTime()))
                    .number(trip.entryPrice())
                    .text(result.config().strategy())
                    .text(trip.entryReason())
                    .text(times.isoSeconds(trip.exitTime()))
                    .number(trip.exitPrice())
                    .text(result.config().strategy())
                    .text(trip.exitReason())
                    .number(Numbers.money(trip.fees(), moneyDigits))
                    .number(Numbers.money(trip.pnl(), moneyDigits))
                    .number(trip.pnlPercent())
                    .number(BigDecimal.valueOf(trip.durationSeconds()))
                    .end();
        }
        return rows.toString();
    }
}
