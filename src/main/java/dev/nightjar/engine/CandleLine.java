package dev.nightjar.engine;

import org.jspecify.annotations.Nullable;

/**
 * An operand by candle of one series, as it is while a candle forms: a value of an earlier candle, an indicator of one, or what never
 * changes.
 */
final class CandleLine {

    private final double @Nullable [] values;
    private final int offset;
    private final double constant;

    private CandleLine(double @Nullable [] values, int offset, double constant) {
        this.values = values;
        this.offset = offset;
        this.constant = constant;
    }

    /** {@return whether a value is one, of whatever series} */
    static boolean has(@Nullable Value value) {
        return value == null
                || value instanceof Value.Constant
                || value instanceof Value.Indicator indicator && indicator.offset() < 0
                || value instanceof Value.Candle candle && candle.offset() < 0;
    }

    /** {@return the line of a value that has one; of no value that of null} */
    static CandleLine of(@Nullable Value value, MarketView market) {
        double @Nullable [] values = null;
        int offset = 0;
        double constant = Double.NaN;
        if (value instanceof Value.Indicator own) {
            values = market.indicator(own.indicator(), own.output());
            offset = own.offset();
        } else if (value instanceof Value.Candle own) {
            values = market.candles(own.series()).values(own.field());
            offset = own.offset();
        } else if (value instanceof Value.Constant own) {
            constant = own.value();
        }
        // The only one that is made here, so that Java need not make it where it is only looked at.
        return new CandleLine(values, offset, constant);
    }

    /** {@return the value while a candle forms, NaN for null} */
    double at(int forming) {
        if (values == null) {
            return constant;
        }
        int candle = forming + offset;
        return candle < 0 ? Double.NaN : values[candle];
    }
}
