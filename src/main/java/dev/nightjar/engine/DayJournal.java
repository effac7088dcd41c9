package dev.nightjar.engine;

import dev.nightjar.market.Side;
import dev.nightjar.market.TickSeries;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.WarmUp;
import dev.nightjar.strategy.OrderType;

/**
 * Hears what one instance did on one day, in processing order.
 *
 * <p>An event is {@link #begin} … {@link #end}; between them come its details. Times are epoch nanoseconds. Prices are
 * whole units of the contract's price scale, money whole units of 10<sup>-6</sup> of the currency. Nodes are places in
 * {@code Strategy.nodes()}, legs places in {@code Strategy.legs()}; values that are null are NaN.
 */
public interface DayJournal {

    /** No event, or no node. */
    int NONE = -1;

    /**
     * The day follows on the run's day before: what was open, rested and was armed at its end still is. Told of every day of a
     * positional strategy but the first, before anything else.
     *
     * @param firstEvent the number of the day's first event: how many there were on all days before
     */
    void continues(int firstEvent);

    /** Candles before the day were used; told once per symbol and timeframe, before any event. */
    void warmUp(String symbol, Timeframe timeframe, WarmUp warmUp);

    /**
     * Starts an event. Events are numbered from 0 within the day, or on from those of the days before.
     *
     * @param node the node it is of, or {@link #NONE}
     * @param parent the number of the event that led to it, or {@link #NONE}
     */
    void begin(EventKind kind, long time, int node, int parent);

    /**
     * Tells why, for kinds that have several causes.
     *
     * @param detail the square-off's trigger, or the reason of a skipped exit
     */
    void detail(Detail detail);

    /**
     * The counter that travels along the chain of nodes, after the event; told for re-entry signals and entries.
     */
    void reEntryNumber(int number);

    /** A signal used its re-entry conditions instead of its conditions. Told before the leaves. */
    void usedReEntryConditions();

    /**
     * A leaf was evaluated.
     *
     * @param leaf its place among the leaves of the used condition list, in reading order
     * @param upper NaN unless the comparison has an upper bound
     */
    void leaf(int leaf, double lhs, double rhs, double upper, boolean result);

    /** What the sides of a crossing leaf were before; told right after the leaf. */
    void previous(double lhs, double rhs);

    /** A variable of the event's node was stored; variables are told in their order in the node. */
    void variable(int variable, double value);

    /**
     * A transaction opened.
     *
     * @param positionNumber counts the leg's transactions from 1: of the day, or of all days if they follow from each other
     * @param quantity in units
     * @param underlyingPrice of the trading instrument, in units of its own price scale
     * @param underlyingScale that price scale
     */
    void opened(
            int leg,
            int positionNumber,
            Contract contract,
            Side side,
            long quantity,
            long time,
            long price,
            long slippage,
            long fees,
            long underlyingPrice,
            int underlyingScale);

    /**
     * A leg's order could not fill at once and rests. A leg has at most one.
     *
     * @param closing whether it closes an open transaction, or part of one
     * @param side of the order
     * @param limitPrice {@link TickSeries#NO_PRICE} if it has none, or none yet
     * @param stopPrice {@link TickSeries#NO_PRICE} if it has none
     */
    void rested(
            int leg,
            boolean closing,
            Contract contract,
            Side side,
            long quantity,
            OrderType type,
            long limitPrice,
            long stopPrice);

    /** A leg was not entered. */
    void skipped(int leg, SkipReason reason);

    /**
     * A leg's resting order was cancelled.
     *
     * @param closing whether it was to close an open transaction
     */
    void cancelled(int leg, boolean closing);

    /**
     * A transaction closed, or a part of it.
     *
     * @param quantity the units of this part
     * @param type of the order that filled
     * @param fees of this fill
     * @param profit of this part, in money, net of this fill's fees and of the part's share of the entry's fees
     */
    void closed(
            int leg,
            int positionNumber,
            long quantity,
            OrderType type,
            long time,
            long price,
            long slippage,
            long fees,
            long profit,
            ExitReason reason);

    /**
     * The bar that closed the transaction touched several of its protections, and nobody knows which was first; told right
     * after {@link #closed}.
     */
    void ambiguous();

    /** The protection that was hit, and its level in units of the contract's price scale; told of {@link EventKind#PROTECTION_HIT}. */
    void protection(int leg, Protection kind, long level);

    /** A fill of this event armed a protection, from the next tick on; it replaces one of its kind. */
    void armed(int leg, Protection kind, long level);

    /** Ends the event. */
    void end();

    /**
     * The equity at the end of a minute: realised and unrealised profit and loss so far, of the day, or of all days if they follow
     * from each other. Told only when it differs from the last one told, which at the start is 0.
     *
     * @param minute counted from 0 at the session's open
     */
    void mark(int minute, long equity);

    /**
     * What of a leg is open at the end of a day, and is kept. Told after everything else of the day, in the order of opening.
     *
     * @param quantity the open units
     * @param price the last one of the closing side
     * @param unrealized what the open units would make at that price, in money, net of their share of the entry's fees
     */
    void carried(int leg, int positionNumber, long quantity, long price, long unrealized);

    /** Something a reader of the result should know. */
    void warning(String message);

    /**
     * The instance was not run on this day, or stopped in the middle of it. What was told before stays told, but for an
     * event that was begun and not ended: it did not happen. Nothing is told afterwards.
     */
    void failed(String reason);

    /** Nothing more is told of the day. Not told of days that run beside others. */
    default void over() {}

    /** What an event is. */
    enum EventKind {
        /** A node completed. */
        NODE_COMPLETED("node_completed"),
        /** An entry node placed orders of which some rest. */
        ENTRY_PENDING("entry_pending"),
        /** An entry node placed no order at all. */
        ENTRY_SKIPPED("entry_skipped"),
        /** An exit node placed closing orders of which some rest. */
        EXIT_PENDING("exit_pending"),
        /** A protection of a leg was reached. */
        PROTECTION_HIT("protection_hit"),
        /** A resting order was filled by a tick. */
        ORDER_FILLED("order_filled"),
        /** No node and no order was left to act. */
        STRATEGY_TERMINATED("strategy_terminated"),
        /** The session closed while the instance was still running. */
        SESSION_END("session_end"),
        /** Contracts expired at the session's close. */
        EXPIRED("expired");

        private final String label;

        EventKind(String label) {
            this.label = label;
        }

        /** {@return the name used in files} */
        public String label() {
            return label;
        }
    }

    /** Why something happened, where the kind alone does not say it. */
    enum Detail {
        IMMEDIATE("immediate"),
        PROFIT_TARGET("profit_target"),
        LOSS_LIMIT("loss_limit"),
        TIME("time"),
        POSITION_CLOSED("position_closed");

        private final String label;

        Detail(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** Why a leg was not entered. */
    enum SkipReason {
        MAX_ENTRIES("max_entries"),
        POSITION_OPEN("position_open"),
        NO_CONTRACT("no_contract");

        private final String label;

        SkipReason(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** What guards an open transaction, in the order in which one tick asks them. */
    enum Protection {
        STOP_LOSS("stop_loss", ExitReason.STOP_LOSS),
        TAKE_PROFIT("take_profit", ExitReason.TAKE_PROFIT),
        TRAILING_STOP("trailing_stop", ExitReason.TRAILING_STOP);

        private final String label;
        private final ExitReason reason;

        Protection(String label, ExitReason reason) {
            this.label = label;
            this.reason = reason;
        }

        public String label() {
            return label;
        }

        /** {@return why a transaction closed that it closed} */
        public ExitReason reason() {
            return reason;
        }
    }

    /** Why a transaction closed. */
    enum ExitReason {
        EXIT_CONDITION_MET("exit_condition_met"),
        SQUARE_OFF("square_off"),
        STOP_LOSS("stop_loss"),
        TAKE_PROFIT("take_profit"),
        TRAILING_STOP("trailing_stop"),
        SESSION_END("session_end"),
        STRATEGY_TERMINATED("strategy_terminated"),
        EXPIRED("expired");

        private final String label;

        ExitReason(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** What is traded, as far as results show it. */
    record Contract(String symbol, String exchange, int priceScale) {}
}
