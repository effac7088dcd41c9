package dev.nightjar.strategy;

import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/** One side of a comparison, or the expression of a variable. Its value is a double, or null. */
public sealed interface Operand {

    /**
     * A number. Booleans are 1 and 0.
     *
     * @param text as it is shown in conditions, such as {@code 30}
     */
    record Constant(double value, String text) implements Operand {}

    /** The second of the slice, in epoch seconds. */
    record CurrentTime() implements Operand {}

    /**
     * That time today in the exchange's zone, in epoch seconds.
     *
     * @param text as it is shown in conditions, such as {@code 09:17}
     */
    record TimeOfDay(LocalTime time, String text) implements Operand {

        /** A time shown in its shortest form. */
        public TimeOfDay(LocalTime time) {
            this(time, time.toString());
        }
    }

    /** A part of the slice's time on the exchange's clock, as a number. */
    record ClockField(Clock clock) implements Operand {}

    /** What is known of an instrument at the slice. */
    record LiveValue(Role role, LiveField field) implements Operand {}

    /**
     * A column of a candle.
     *
     * @param offset 0 is the forming candle, -1 the last completed one, and so on
     */
    record CandleValue(Role role, String timeframeId, PriceField field, int offset) implements Operand {}

    /**
     * An indicator on completed candles.
     *
     * @param key the indicator's key in the timeframe
     * @param output its place among the outputs of the indicator's kind
     * @param offset -1 is the last completed candle, -2 the one before it, and so on
     */
    record IndicatorValue(Role role, String timeframeId, String key, int output, int offset) implements Operand {

        /** The first output, or the only one. */
        public IndicatorValue(Role role, String timeframeId, String key, int offset) {
            this(role, timeframeId, key, 0, offset);
        }
    }

    /** What a signal node stored when it last completed; null before. */
    record NodeVariable(String nodeId, String variable) implements Operand {}

    /** What the status of a position is compared with: 1 is open, 0 closed. */
    record Status(boolean open) implements Operand {}

    /** A fact of a leg's position, of its latest transaction; null before its first entry. */
    record PositionValue(String vpi, PositionField field) implements Operand {}

    /**
     * Profit and loss in the currency; 0 before any entry.
     *
     * @param vpi the leg, or null for all legs
     */
    record PnlValue(PnlType type, @Nullable String vpi) implements Operand {}

    /** Arithmetic; null if a side is null or the result is not a number. */
    record Expression(Operator operator, Operand left, Operand right) implements Operand {}

    /** What is known of an instrument at any time. */
    enum LiveField {
        /** Its last price. */
        PRICE("underlying_ltp"),
        /** The units traded in the session so far. */
        VOLUME("volume"),
        /** The open interest of its last tick, in units. */
        OPEN_INTEREST("oi");

        private final String label;

        LiveField(String label) {
            this.label = label;
        }

        /** {@return the name conditions are shown with} */
        public String label() {
            return label;
        }
    }

    /** Parts of a time. */
    enum Clock {
        HOUR("hour"),
        MINUTE("minute"),
        SECOND("second"),
        DAY("day"),
        MONTH("month"),
        YEAR("year");

        private final String label;

        Clock(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** Facts of a position. Prices are in the price of the contract. */
    enum PositionField {
        ENTRY_PRICE("entryPrice"),
        EXIT_PRICE("exitPrice"),
        CURRENT_PRICE("currentPrice"),
        QUANTITY("quantity"),
        PNL("pnl"),
        REALIZED_PNL("realizedPnl"),
        UNREALIZED_PNL("unrealizedPnl"),
        UNDERLYING_PRICE_ON_ENTRY("underlyingPriceOnEntry"),
        UNDERLYING_PRICE_ON_EXIT("underlyingPriceOnExit"),
        /** Units per lot, as the leg says. */
        MULTIPLIER("multiplier"),
        /** 1 is open, 0 closed; shown as these words, and compared with {@link Status} alone. */
        STATUS("status"),
        /** The level of the trailing stop; null while none is armed. */
        TRAILING_POSITION_PRICE("trailingPositionPrice");

        private final String label;

        PositionField(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** Which profit and loss. */
    enum PnlType {
        REALIZED("realized"),
        UNREALIZED("unrealized"),
        TOTAL("total");

        private final String label;

        PnlType(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** Arithmetic on doubles; {@code a +% b} is {@code a * (1 + b / 100)}. */
    enum Operator {
        PLUS("+"),
        MINUS("-"),
        TIMES("*"),
        DIVIDED_BY("/"),
        PLUS_PERCENT("+%"),
        MINUS_PERCENT("-%");

        private final String label;

        Operator(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
