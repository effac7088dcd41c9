package dev.nightjar.engine;

import dev.nightjar.strategy.IndicatorKind;
import java.util.Arrays;

/**
 * Levels a session gets from the prices of the one before; all candles of a session have the same.
 *
 * <p>A session is a day on the exchange's clock. Its open, high, low and close are those of its candles. The first session
 * there is may have begun before the first candle there is; unless that starts when sessions open, or candles are a day
 * wide, it gives no levels.
 */
final class Pivots implements Indicator {

    private final IndicatorKind kind;
    private final double[] levels;
    private long day = Long.MIN_VALUE;
    private boolean whole;
    private double open;
    private double high;
    private double low;
    private double close;

    Pivots(IndicatorKind kind) {
        this.kind = kind;
        levels = new double[kind.outputs().size()];
        Arrays.fill(levels, Double.NaN);
    }

    /** A candle of the session before, and one of its own. */
    @Override
    public int needed() {
        return 2;
    }

    @Override
    public void next(Candle candle, double[] outputs) {
        if (candle.day() != day) {
            if (whole) {
                set();
            }
            whole = day != Long.MIN_VALUE || candle.startsAtTheOpen();
            day = candle.day();
            open = candle.open();
            high = candle.high();
            low = candle.low();
        }
        high = Math.max(high, candle.high());
        low = Math.min(low, candle.low());
        close = candle.close();
        System.arraycopy(levels, 0, outputs, 0, levels.length);
    }

    private void set() {
        switch (kind) {
            case PIVOT -> standard();
            case CPR -> central();
            case CAMARILLA -> camarilla();
            case FIBONACCI_PIVOT -> fibonacci();
            case WOODIE_PIVOT -> woodie();
            case DEMARK_PIVOT -> demark();
            default -> throw new IllegalStateException(kind.label() + " is not made of pivots");
        }
    }

    private void put(double... values) {
        System.arraycopy(values, 0, levels, 0, values.length);
    }

    private double centre() {
        return (high + low + close) / 3.0;
    }

    /** P is {@code (h + l + c) / 3}; the levels are {@code 2P - l, P + (h - l), h + 2(P - l)} and {@code 2P - h, P - (h - l), l - 2(h - P)}. */
    private void standard() {
        double pivot = centre();
        double range = high - low;
        put(
                pivot,
                2.0 * pivot - low,
                pivot + range,
                high + 2.0 * (pivot - low),
                2.0 * pivot - high,
                pivot - range,
                low - 2.0 * (high - pivot));
    }

    /** P is {@code (h + l + c) / 3}, the bottom {@code (h + l) / 2}, the top {@code 2P - bottom}, which may lie below it. */
    private void central() {
        double pivot = centre();
        double bottom = (high + low) / 2.0;
        put(2.0 * pivot - bottom, pivot, bottom);
    }

    /** The close plus and minus {@code (h - l) * 1.1} divided by 2, 4, 6 and 12. By Stott. */
    private void camarilla() {
        double reach = (high - low) * 1.1;
        put(
                close + reach / 2.0,
                close + reach / 4.0,
                close + reach / 6.0,
                close + reach / 12.0,
                close - reach / 12.0,
                close - reach / 6.0,
                close - reach / 4.0,
                close - reach / 2.0);
    }

    /** P is {@code (h + l + c) / 3}; the levels lie 0.382, 0.618 and 1 times {@code h - l} above and below it. */
    private void fibonacci() {
        double pivot = centre();
        double range = high - low;
        put(
                pivot,
                pivot + 0.382 * range,
                pivot + 0.618 * range,
                pivot + range,
                pivot - 0.382 * range,
                pivot - 0.618 * range,
                pivot - range);
    }

    /** P is {@code (h + l + 2c) / 4}; the levels are {@code 2P - l, P + (h - l)} and {@code 2P - h, P - (h - l)}. */
    private void woodie() {
        double pivot = (high + low + 2.0 * close) / 4.0;
        double range = high - low;
        put(pivot, 2.0 * pivot - low, pivot + range, 2.0 * pivot - high, pivot - range);
    }

    /**
     * X is {@code h + 2l + c} if the session closed below its open, {@code 2h + l + c} if above, else {@code h + l + 2c};
     * P is {@code X / 4}, the levels are {@code X / 2 - l} and {@code X / 2 - h}. By DeMark.
     */
    private void demark() {
        double sum;
        if (close < open) {
            sum = high + 2.0 * low + close;
        } else if (close > open) {
            sum = 2.0 * high + low + close;
        } else {
            sum = high + low + 2.0 * close;
        }
        put(sum / 4.0, sum / 2.0 - low, sum / 2.0 - high);
    }
}
