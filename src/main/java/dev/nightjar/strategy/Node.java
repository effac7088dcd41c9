package dev.nightjar.strategy;

import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A node of a strategy's graph. */
public sealed interface Node {

    String id();

    /** {@return the name people gave it} */
    String label();

    /** {@return the type as strategy files spell it, such as {@code entrySignalNode}} */
    String type();

    /** A node that completes when its condition holds, and then stores its variables. */
    sealed interface Signal extends Node {

        /** {@return root groups, joined by AND; none never fires} */
        List<Condition> conditions();

        /** {@return root groups used instead once a guarded leg was re-entered; empty if there are none} */
        List<Condition> reEntryConditions();

        List<Variable> variables();
    }

    /** The root; completes in the first slice. */
    record Start(String id, String label) implements Node {
        @Override
        public String type() {
            return "startNode";
        }
    }

    /** Arms entries. */
    record EntrySignal(
            String id,
            String label,
            List<Condition> conditions,
            List<Condition> reEntryConditions,
            List<Variable> variables)
            implements Signal {
        public EntrySignal {
            conditions = List.copyOf(conditions);
            reEntryConditions = List.copyOf(reEntryConditions);
            variables = List.copyOf(variables);
        }

        @Override
        public String type() {
            return "entrySignalNode";
        }
    }

    /** Arms exits. */
    record ExitSignal(
            String id,
            String label,
            List<Condition> conditions,
            List<Condition> reEntryConditions,
            List<Variable> variables)
            implements Signal {
        public ExitSignal {
            conditions = List.copyOf(conditions);
            reEntryConditions = List.copyOf(reEntryConditions);
            variables = List.copyOf(variables);
        }

        @Override
        public String type() {
            return "exitSignalNode";
        }
    }

    /**
     * Arms an entry again.
     *
     * @param maxReEntries fires while the chain's re-entry number is below it
     */
    record ReEntrySignal(
            String id, String label, List<Condition> conditions, List<Variable> variables, int maxReEntries)
            implements Signal {
        public ReEntrySignal {
            conditions = List.copyOf(conditions);
            variables = List.copyOf(variables);
        }

        @Override
        public List<Condition> reEntryConditions() {
            return List.of();
        }

        @Override
        public String type() {
            return "reEntrySignalNode";
        }
    }

    /**
     * Opens positions.
     *
     * @param legs in file order
     */
    record Entry(String id, String label, List<Leg> legs) implements Node {
        public Entry {
            legs = List.copyOf(legs);
        }

        @Override
        public String type() {
            return "entryNode";
        }
    }

    /**
     * Closes a position.
     *
     * @param targetVpi the leg to close, or null for all legs
     * @param lots how much of each to close, positive; null for all of it
     * @param afterwards protects what remains
     */
    record Exit(
            String id,
            String label,
            @Nullable String targetVpi,
            @Nullable BigDecimal lots,
            Protections afterwards) implements Node {

        /** One that closes all there is. */
        public Exit(String id, String label, @Nullable String targetVpi) {
            this(id, label, targetVpi, null, Protections.NONE);
        }

        @Override
        public String type() {
            return "exitNode";
        }
    }

    /**
     * Closes everything and ends the strategy.
     *
     * @param immediate as soon as it is armed
     * @param profitTarget closes at a total profit at or above it, in units of money; null if there is none
     * @param lossLimit closes at a total profit at or below its negative, in units of money; null if there is none
     * @param timeExit null if there is none
     */
    record SquareOff(
            String id,
            String label,
            boolean immediate,
            @Nullable Long profitTarget,
            @Nullable Long lossLimit,
            @Nullable TimeExit timeExit)
            implements Node {
        @Override
        public String type() {
            return "squareOffNode";
        }
    }

    /**
     * When a square-off by time happens: at a time of day, or some minutes before the session's close.
     *
     * @param at the time of day; null if it is relative to the close
     * @param minutesBeforeClose used when {@code at} is null
     */
    record TimeExit(@Nullable LocalTime at, int minutesBeforeClose) {}

    /** A named operand that a signal node evaluates when it completes. */
    record Variable(String name, Operand expression) {}

    /**
     * One position an entry node opens.
     *
     * @param vpi its stable position id, unique in the strategy
     * @param priority orders are placed by ascending priority, then in file order
     * @param lots positive
     * @param multiplier units per lot, positive
     * @param maxEntries transactions allowed per day; empty if unlimited
     * @param overnight whether it is kept beyond the day; only in positional strategies
     * @param protections armed by its fill
     */
    record Leg(
            String vpi,
            int priority,
            BigDecimal lots,
            BigDecimal multiplier,
            dev.nightjar.market.Side side,
            ContractChoice contract,
            OptionalInt maxEntries,
            OrderTerms order,
            boolean overnight,
            Protections protections) {

        /** One that enters by a market order, for the day, without protections. */
        public Leg(
                String vpi,
                int priority,
                BigDecimal lots,
                BigDecimal multiplier,
                dev.nightjar.market.Side side,
                ContractChoice contract,
                OptionalInt maxEntries) {
            this(
                    vpi,
                    priority,
                    lots,
                    multiplier,
                    side,
                    contract,
                    maxEntries,
                    OrderTerms.MARKET,
                    false,
                    Protections.NONE);
        }
    }
}
