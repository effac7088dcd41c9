package dev.nightjar.engine;

import dev.nightjar.market.Decimals;
import dev.nightjar.strategy.Operand;
import dev.nightjar.strategy.PriceField;
import dev.nightjar.strategy.Role;

/** A compiled operand: a double at the current slice of an instance, NaN for null. */
interface Value {

    double at(InstanceDay day);

    /**
     * {@return what it was before the candles completed that complete in the current slice, before any node was visited}
     *
     * <p>Asked only of what cannot change within a candle.
     */
    default double beforeCompletions(InstanceDay day) {
        return at(day);
    }

    record Constant(double value) implements Value {
        @Override
        public double at(InstanceDay day) {
            return value;
        }
    }

    record CurrentTime() implements Value {
        @Override
        public double at(InstanceDay day) {
            return day.currentTime();
        }
    }

    /** @param operand its place among the program's times of day */
    record TimeOfDay(int operand) implements Value {
        @Override
        public double at(InstanceDay day) {
            return day.timeOfDay(operand);
        }
    }

    record Clock(Operand.Clock clock) implements Value {
        @Override
        public double at(InstanceDay day) {
            return day.clock(clock);
        }
    }

    record Live(Role role, Operand.LiveField field) implements Value {
        @Override
        public double at(InstanceDay day) {
            return day.live(role, field);
        }
    }

    /** @param series its place among the program's candle series */
    record Candle(Role role, int series, PriceField field, int offset) implements Value {
        @Override
        public double at(InstanceDay day) {
            return at(day, offset);
        }

        @Override
        public double beforeCompletions(InstanceDay day) {
            return at(day, day.crosses().completed(series) ? offset - 1 : offset);
        }

        private double at(InstanceDay day, int wanted) {
            int moment = day.place(role);
            return moment < 0 ? Double.NaN : day.candles(series).valueAt(moment, day.now(), field, wanted);
        }
    }

    /**
     * @param series its candles' place among the program's candle series
     * @param indicator its place among the program's indicators
     * @param output its place among the outputs of the indicator
     */
    record Indicator(Role role, int series, int indicator, int output, int offset) implements Value {
        @Override
        public double at(InstanceDay day) {
            return at(day, offset);
        }

        @Override
        public double beforeCompletions(InstanceDay day) {
            return at(day, day.crosses().completed(series) ? offset - 1 : offset);
        }

        private double at(InstanceDay day, int wanted) {
            int moment = day.place(role);
            if (moment < 0) {
                return Double.NaN;
            }
            int candle = day.candles(series).formingAt(moment, day.now()) + wanted;
            return candle < 0 ? Double.NaN : day.indicator(indicator, output)[candle];
        }
    }

    /** @param slot its place among the program's variables */
    record Variable(int slot) implements Value {
        @Override
        public double at(InstanceDay day) {
            return day.variable(slot);
        }
    }

    record Position(int leg, Operand.PositionField field) implements Value {
        @Override
        public double at(InstanceDay day) {
            return day.leg(leg).value(field);
        }
    }

    /** @param leg the leg, or -1 for all */
    record Pnl(Operand.PnlType type, int leg) implements Value {
        @Override
        public double at(InstanceDay day) {
            long money = leg < 0 ? day.profit(type) : day.leg(leg).profit(type);
            return Decimals.toDouble(money, Decimals.MONEY_SCALE);
        }
    }

    record Expression(Operand.Operator operator, Value left, Value right) implements Value {
        @Override
        public double at(InstanceDay day) {
            return of(left.at(day), right.at(day));
        }

        @Override
        public double beforeCompletions(InstanceDay day) {
            return of(left.beforeCompletions(day), right.beforeCompletions(day));
        }

        private double of(double a, double b) {
            return switch (operator) {
                case PLUS -> a + b;
                case MINUS -> a - b;
                case TIMES -> a * b;
                case DIVIDED_BY -> b == 0.0 ? Double.NaN : a / b;
                case PLUS_PERCENT -> a * (1.0 + b / 100.0);
                case MINUS_PERCENT -> a * (1.0 - b / 100.0);
            };
        }
    }
}
