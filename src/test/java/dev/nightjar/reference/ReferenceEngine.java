package dev.nightjar.reference;

import static dev.nightjar.reference.ReferenceDay.row;

import dev.nightjar.market.MarketDay;
import dev.nightjar.run.InstanceKey;
import java.math.BigDecimal;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The engine that later engines must agree with. */
public final class ReferenceEngine {

    private static final DateTimeFormatter BASIC = DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT);
    private static final long NANOS = 1_000_000_000L;

    private ReferenceEngine() {}

    /**
     * {@return the text of {@code positions.json}, {@code trades.json}, {@code metrics.json} and {@code events.jsonl}, by name}
     *
     * <p>A day on which the instance fails has its reason in the day's member {@code failed} of the metrics.
     *
     * @param strategyJson a valid strategy
     * @param capital the instance's capital, or null if it has none
     * @param days in order
     */
    public static Map<String, String> run(
            String strategyJson, InstanceKey key, @Nullable BigDecimal capital, List<MarketDay> days) {
        ReferenceStrategy strategy = new ReferenceStrategy(strategyJson);
        Map<String, Object> positions = new LinkedHashMap<>();
        List<Object> trades = new ArrayList<>();
        ReferenceMetrics metrics = new ReferenceMetrics(capital, strategy.moneyDigits);
        StringBuilder events = new StringBuilder();
        for (MarketDay market : days) {
            ReferenceDay day = new ReferenceDay(strategy, key, market);
            day.run();
            day.transactions()
                    .forEach(transaction -> positions.put(name(transaction, day), position(transaction, day)));
            day.exits.forEach(transaction -> trades.add(trade(transaction, day)));
            day.events.forEach(
                    event -> events.append(ReferenceText.compact(event.members)).append('\n'));
            metrics.add(market.date(), day);
        }
        Map<String, String> files = new LinkedHashMap<>();
        files.put("positions.json", ReferenceText.indented(positions));
        files.put("trades.json", ReferenceText.indented(trades));
        files.put("metrics.json", ReferenceText.indented(metrics.tree()));
        files.put("events.jsonl", events.toString());
        return files;
    }

    private static String name(ReferenceDay.Transaction transaction, ReferenceDay day) {
        return transaction.leg.vpi() + "-"
                + BASIC.format(ReferenceText.local(transaction.entryTime, day.zone())) + "-r"
                + (transaction.number - 1);
    }

    private static Map<String, Object> position(ReferenceDay.Transaction transaction, ReferenceDay day) {
        return row(
                "position_id", transaction.leg.vpi(),
                "position_num", transaction.number,
                "re_entry_num", transaction.number - 1,
                "symbol", transaction.contract.symbol(),
                "exchange", transaction.contract.exchange(),
                "side", transaction.leg.side(),
                "lots", transaction.leg.lots().stripTrailingZeros(),
                "quantity", transaction.quantity,
                "open_quantity", 0,
                "entry_time", ReferenceText.time(transaction.entryTime, day.zone()),
                "entry_price", transaction.entryPrice,
                "entry_node", transaction.leg.node(),
                "status", "closed",
                "exit_time", ReferenceText.time(transaction.exitTime, day.zone()),
                "exit_price", transaction.exitPrice,
                "realized_pnl", day.money(transaction.profitAt(transaction.exitPrice)),
                "unrealized_pnl", day.money(BigDecimal.ZERO),
                "fees", day.money(BigDecimal.ZERO),
                "underlying_price_on_entry", transaction.underlyingPrice,
                "node_variables", transaction.variables);
    }

    private static Map<String, Object> trade(ReferenceDay.Transaction transaction, ReferenceDay day) {
        ReferenceDay.Event entry = transaction.entryEvent;
        // the fill of a resting order hangs below the event in which its entry node acted
        ReferenceDay.Event acted = "order_filled".equals(entry.members.get("event_type")) ? entry.parent : entry;
        BigDecimal profit = transaction.profitAt(transaction.exitPrice);
        BigDecimal cost = transaction.entryPrice.multiply(transaction.quantity);
        return row(
                "trade_id", name(transaction, day),
                "position_id", transaction.leg.vpi(),
                "position_num", transaction.number,
                "re_entry_num", transaction.number - 1,
                "symbol", transaction.contract.symbol(),
                "exchange", transaction.contract.exchange(),
                "side", transaction.leg.side(),
                "lots", transaction.leg.lots().stripTrailingZeros(),
                "quantity", transaction.quantity,
                "entry_time", ReferenceText.time(transaction.entryTime, day.zone()),
                "entry_price", transaction.entryPrice,
                "entry_node", transaction.leg.node(),
                "entry_trigger", acted.parent == null ? null : acted.parent.node,
                "exit_time", ReferenceText.time(transaction.exitTime, day.zone()),
                "exit_price", transaction.exitPrice,
                "exit_node", transaction.exitNode,
                "exit_reason", transaction.exitReason,
                "fees", day.money(BigDecimal.ZERO),
                "pnl", day.money(profit),
                "pnl_percent", ReferenceMetrics.percent(profit, cost),
                "duration_seconds", seconds(transaction).stripTrailingZeros(),
                "entry_flow_ids", entry.flow(),
                "exit_flow_ids", transaction.exitEvent.flow());
    }

    static BigDecimal seconds(ReferenceDay.Transaction transaction) {
        return BigDecimal.valueOf(transaction.exitTime - transaction.entryTime).divide(BigDecimal.valueOf(NANOS));
    }
}
