package dev.nightjar.run;

import dev.nightjar.strategy.Node;
import dev.nightjar.strategy.Problem;
import dev.nightjar.strategy.Strategy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * A strategy as it is run for somebody, and on what terms it trades.
 *
 * @param stepBudget how many steps it may take on a day before it is failed; see {@link QueueSettings#DEFAULT_STEP_BUDGET}
 */
public record Instance(InstanceKey key, Strategy strategy, TradingTerms terms, long stepBudget) {

    public Instance {
        SettingValues.checkStepBudget(stepBudget);
    }

    public Instance(InstanceKey key, Strategy strategy, TradingTerms terms) {
        this(key, strategy, terms, QueueSettings.DEFAULT_STEP_BUDGET);
    }

    public Instance(InstanceKey key, Strategy strategy) {
        this(key, strategy, TradingTerms.DEFAULT);
    }

    /** Units beyond this are a mistake. */
    private static final BigDecimal MOST_UNITS = BigDecimal.valueOf(1_000_000_000_000L);

    /**
     * {@return the units a leg trades: {@code floor(lots * multiplier * scale)}}
     *
     * @throws IllegalStateException if {@link #problems} names this leg
     */
    public long quantity(Node.Leg leg) {
        BigDecimal units = units(leg);
        if (units.signum() <= 0 || units.compareTo(MOST_UNITS) > 0) {
            throw new IllegalStateException(quantityProblem(leg, units));
        }
        return units.longValueExact();
    }

    /**
     * {@return the units of a leg that an exit closes: {@code floor(lots * multiplier * scale)} of the exit's lots; {@link
     * Long#MAX_VALUE} if it closes all there is}
     *
     * @throws IllegalStateException if {@link #problems} names this exit
     */
    public long quantity(Node.Exit exit, Node.Leg leg) {
        if (exit.lots() == null) {
            return Long.MAX_VALUE;
        }
        BigDecimal units = units(exit.lots(), leg);
        if (units.signum() <= 0) {
            throw new IllegalStateException(partProblem(exit, exit.lots(), leg));
        }
        return units.min(MOST_UNITS).longValueExact();
    }

    /** {@return what makes this strategy impossible to run at this scale; empty if nothing does} */
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        for (Node.Leg leg : strategy.legs()) {
            BigDecimal units = units(leg);
            if (units.signum() <= 0 || units.compareTo(MOST_UNITS) > 0) {
                problems.add(new Problem("", "", quantityProblem(leg, units)));
            }
        }
        for (Node node : strategy.nodes()) {
            if (node instanceof Node.Exit exit) {
                addPartProblems(exit, problems);
            }
        }
        return problems;
    }

    private void addPartProblems(Node.Exit exit, List<Problem> problems) {
        BigDecimal lots = exit.lots();
        for (Node.Leg leg : strategy.legs()) {
            boolean target = exit.targetVpi() == null || exit.targetVpi().equals(leg.vpi());
            if (lots != null && target && units(lots, leg).signum() <= 0) {
                problems.add(new Problem("", "", partProblem(exit, lots, leg)));
            }
        }
    }

    private BigDecimal units(Node.Leg leg) {
        return units(leg.lots(), leg);
    }

    private BigDecimal units(BigDecimal lots, Node.Leg leg) {
        return lots.multiply(leg.multiplier()).multiply(key.scale()).setScale(0, RoundingMode.FLOOR);
    }

    private String partProblem(Node.Exit exit, BigDecimal lots, Node.Leg leg) {
        return "exit " + exit.id() + " of leg " + leg.vpi() + ": floor(specificQuantity " + lots.toPlainString()
                + " x multiplier " + leg.multiplier().toPlainString() + " x scale "
                + key.scale().toPlainString() + ") must be at least 1 unit, was "
                + units(lots, leg).toPlainString();
    }

    private String quantityProblem(Node.Leg leg, BigDecimal units) {
        return "leg " + leg.vpi() + ": floor(lots " + leg.lots().toPlainString() + " x multiplier "
                + leg.multiplier().toPlainString() + " x scale " + key.scale().toPlainString()
                + ") must be 1 to " + MOST_UNITS.toPlainString() + " units, was " + units.toPlainString();
    }
}
