package dev.nightjar.reference;

import static dev.nightjar.reference.ReferenceDay.row;

import dev.nightjar.market.MarketDay;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.TradingTerms;
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

    private ReferenceEngine() {}

    /**
     * {@return the text of {@code positions.json}, {@code trades.json}, {@code metrics.json} and {@code events.jsonl}, by name}
     *
     * <p>A day on which the instance fails has its reason in the day's member {@code failed} of the metrics.
     *
     * @param strategyJson a valid strategy
     * @param terms on which it trades
     * @param capital the instance's capital, or null if it has none
     * @param days in order
     */
    public static Map<String, String> run(
            String strategyJson,
            InstanceKey key,
            TradingTerms terms,
            @Nullable BigDecimal capital,
            List<MarketDay> days) {
        ReferenceStrategy strategy = new ReferenceStrategy(strategyJson);
        Map<String, Object> positions = new LinkedHashMap<>();
        List<Object> trades = new ArrayList<>();
        ReferenceMetrics metrics = new ReferenceMetrics(capital, strategy.moneyDigits);
        StringBuilder events = new StringBuilder();
        ReferenceDay day = new ReferenceDay(strategy, key, terms);
        List<ReferenceTransaction> transactions = new ArrayList<>();
        List<ReferenceTransaction.Part> parts = new ArrayList<>();
        for (MarketDay market : days) {
            if (!strategy.positional) {
                day = new ReferenceDay(strategy, key, terms);
            }
            day.run(market);
            for (ReferenceTransaction transaction : day.desk().transactions()) {
                if (!transactions.contains(transaction)) {
                    transactions.add(transaction);
                }
            }
            parts.addAll(day.desk().parts);
            day.events.forEach(
                    event -> events.append(ReferenceText.compact(event.members)).append('\n'));
            metrics.add(market.date(), day, strategy.positional);
        }
        ReferenceDay last = day;
        transactions.forEach(transaction -> positions.put(name(transaction, last), position(transaction, last)));
        parts.forEach(part -> trades.add(trade(part, last)));
        Map<String, String> files = new LinkedHashMap<>();
        files.put("positions.json", ReferenceText.indented(positions));
        files.put("trades.json", ReferenceText.indented(trades));
        files.put("metrics.json", ReferenceText.indented(metrics.tree()));
        files.put("events.jsonl", events.toString());
        return files;
    }

    /** {@return the files of an instance that trades at last prices, without costs} */
    public static Map<String, String> run(
            String strategyJson, InstanceKey key, @Nullable BigDecimal capital, List<MarketDay> days) {
        return run(strategyJson, key, TradingTerms.DEFAULT, capital, days);
    }

    private static String name(ReferenceTransaction transaction, ReferenceDay day) {
        return transaction.leg.vpi() + "-"
                + BASIC.format(ReferenceText.local(transaction.entryTime, day.zone())) + "-r"
                + (transaction.number - 1);
    }

    private static Map<String, Object> position(ReferenceTransaction transaction, ReferenceDay day) {
        boolean open = transaction.open();
        ReferenceTransaction.Part last = open ? null : transaction.lastPart();
        return row(
                "position_id",
                transaction.leg.vpi(),
                "position_num",
                transaction.number,
                "re_entry_num",
                transaction.number - 1,
                "symbol",
                transaction.contract.symbol(),
                "exchange",
                transaction.contract.exchange(),
                "side",
                transaction.leg.side(),
                "lots",
                transaction.leg.lots().stripTrailingZeros(),
                "quantity",
                transaction.quantity,
                "open_quantity",
                transaction.openUnits(),
                "entry_time",
                ReferenceText.time(transaction.entryTime, day.zone()),
                "entry_price",
                transaction.entryPrice,
                "entry_node",
                transaction.leg.node(),
                "status",
                open ? "open" : "closed",
                "exit_time",
                last == null ? null : ReferenceText.time(last.time(), day.zone()),
                "exit_price",
                last == null ? null : last.price(),
                "realized_pnl",
                day.money(transaction.realized()),
                "unrealized_pnl",
                unrealized(transaction, day),
                "fees",
                day.money(transaction.fees()),
                "underlying_price_on_entry",
                transaction.underlyingPrice,
                "node_variables",
                transaction.variables);
    }

    /** {@return what is open of it would make at the end of the last day, or null if that failed; other days keep nothing} */
    private static @Nullable Object unrealized(ReferenceTransaction transaction, ReferenceDay day) {
        if (!transaction.open()) {
            return day.money(BigDecimal.ZERO);
        }
        return day.isKept() ? day.money(day.desk().unrealized(List.of(transaction))) : null;
    }

    private static Map<String, Object> trade(ReferenceTransaction.Part part, ReferenceDay day) {
        ReferenceTransaction transaction = part.transaction();
        ReferenceEvent entry = transaction.entryEvent;
        // the fill of a resting order hangs below the event in which its entry node acted
        ReferenceEvent acted = entry.is("order_filled") ? entry.parent : entry;
        boolean whole = !transaction.open() && transaction.parts.size() == 1;
        Map<String, Object> row = row(
                "trade_id", name(transaction, day) + (whole ? "" : "." + part.number()),
                "position_id", transaction.leg.vpi(),
                "position_num", transaction.number,
                "re_entry_num", transaction.number - 1,
                "symbol", transaction.contract.symbol(),
                "exchange", transaction.contract.exchange(),
                "side", transaction.leg.side(),
                "lots", part.lots().stripTrailingZeros(),
                "quantity", part.units(),
                "entry_time", ReferenceText.time(transaction.entryTime, day.zone()),
                "entry_price", transaction.entryPrice,
                "entry_node", transaction.leg.node(),
                "entry_trigger", acted.parent == null ? null : acted.parent.node,
                "exit_time", ReferenceText.time(part.time(), day.zone()),
                "exit_price", part.price(),
                "exit_node", part.event().node,
                "exit_reason", part.reason());
        if (part.ambiguous()) {
            row.put("ambiguous", true);
        }
        row.putAll(row(
                "fees", day.money(part.entryFees().add(part.exitFees())),
                "pnl", day.money(part.profit()),
                "pnl_percent", ReferenceMetrics.percent(part.profit(), transaction.entryPrice.multiply(part.units())),
                "duration_seconds", seconds(part).stripTrailingZeros(),
                "entry_flow_ids", entry.flow(),
                "exit_flow_ids", part.event().flow()));
        return row;
    }

    static BigDecimal seconds(ReferenceTransaction.Part part) {
        return BigDecimal.valueOf(part.time() - part.transaction().entryTime, 9);
    }
}
