package dev.nightjar.outcome;

import dev.nightjar.run.ParameterValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The strategies of a night that have results, the one with the highest profit first.
 *
 * <p>Profits are net of fees. Of equal ones the first by strategy_id counts as better, then by user, broker connection and scale, so that
 * a rank is held once. What was rejected or failed has no rank.
 */
final class Ranking {

    private static final List<String> COLUMNS = List.of(
            "rank",
            "user_id",
            "strategy_id",
            "strategy_name",
            "broker_connection_id",
            "scale",
            "sweep_of",
            "folder",
            "total_trades",
            "total_pnl",
            "fees",
            "win_rate",
            "profit_factor",
            "max_drawdown");

    private final List<Ranked> ranked;
    private final Map<Integer, Integer> ranks = new HashMap<>();

    private Ranking(List<Ranked> ranked) {
        this.ranked = ranked;
        for (int rank = 1; rank <= ranked.size(); rank++) {
            ranks.put(ranked.get(rank - 1).place(), rank);
        }
    }

    /** @param place among the strategies of the night, from 0 */
    private record Ranked(int place, NightStrategy strategy, NightStrategy.Figures figures) {

        String id() {
            return String.valueOf(strategy.strategyId());
        }
    }

    static Ranking of(List<NightStrategy> strategies) {
        List<Ranked> ranked = new ArrayList<>();
        for (int place = 0; place < strategies.size(); place++) {
            NightStrategy strategy = strategies.get(place);
            NightStrategy.Figures figures = strategy.figures();
            if (figures != null && strategy.status() == NightStrategy.Status.COMPLETED) {
                ranked.add(new Ranked(place, strategy, figures));
            }
        }
        ranked.sort(Comparator.<Ranked>comparingLong(one -> one.figures().pnl())
                .reversed()
                .thenComparing(Ranked::id)
                .thenComparing(one -> one.strategy().userId())
                .thenComparing(one -> one.strategy().brokerConnectionId())
                .thenComparing(one -> one.strategy().scale()));
        return new Ranking(ranked);
    }

    /**
     * {@return the rank of a strategy, from 1; 0 if it has none}
     *
     * @param place among the strategies of the night, from 0
     */
    int rank(int place) {
        return ranks.getOrDefault(place, 0);
    }

    /** {@return a table of all ranks, with a column for every parameter that one of them has} */
    String csv() {
        Set<String> parameters = new LinkedHashSet<>();
        ranked.forEach(
                one -> parameters.addAll(one.strategy().variant().parameters().keySet()));
        StringBuilder rows = new StringBuilder();
        CsvRow head = new CsvRow(rows);
        COLUMNS.forEach(head::text);
        // A parameter may have the name of a column; a reader can tell them apart only if its name is changed.
        parameters.forEach(name -> head.text(COLUMNS.contains(name) ? "parameter " + name : name));
        head.end();
        for (int rank = 1; rank <= ranked.size(); rank++) {
            row(rank, ranked.get(rank - 1), parameters, rows);
        }
        return rows.toString();
    }

    private static void row(int rank, Ranked one, Set<String> parameters, StringBuilder rows) {
        NightStrategy strategy = one.strategy();
        NightStrategy.Figures figures = one.figures();
        int digits = figures.moneyDigits();
        CsvRow row = new CsvRow(rows)
                .number(BigDecimal.valueOf(rank))
                .text(strategy.userId())
                .text(one.id())
                .text(text(strategy.strategyName()))
                .text(strategy.brokerConnectionId())
                .number(Numbers.plain(strategy.scale()))
                .text(text(strategy.variant().sweepOf()))
                .text(text(strategy.folder()))
                .number(BigDecimal.valueOf(figures.trades()))
                .number(Numbers.money(figures.pnl(), digits))
                .number(Numbers.money(figures.fees(), digits))
                .number(figures.winRate())
                .number(figures.profitFactor())
                .number(Numbers.money(figures.maxDrawdown(), digits));
        for (String name : parameters) {
            ParameterValue value = strategy.variant().parameters().get(name);
            if (value == null) {
                row.number(null);
            } else if (value.kind() == ParameterValue.Kind.NUMBER) {
                row.number(new BigDecimal(value.text()));
            } else {
                row.text(value.text());
            }
        }
        row.end();
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
