package dev.nightjar.engine;

import dev.nightjar.engine.MovingAverages.Ema;
import dev.nightjar.engine.MovingAverages.WilderAverage;
import dev.nightjar.strategy.IndicatorSpec;
import dev.nightjar.strategy.PriceField;
import java.util.Arrays;

/** Indicators of how much the price moves, and channels made of them. */
final class Volatilities {

    private Volatilities() {}

    /**
     * True range by Wilder: the greatest of high minus low, |high minus the close before| and |low minus the close
     * before|. The first candle has none. As TA-Lib's TRANGE.
     */
    static final class TrueRange {

        private double previousClose = Double.NaN;

        double next(Candle candle) {
            double toHigh = Math.abs(candle.high() - previousClose);
            double toLow = Math.abs(candle.low() - previousClose);
            previousClose = candle.close();
            // Of a NaN and a number the greater is NaN.
            return Math.max(candle.high() - candle.low(), Math.max(toHigh, toLow));
        }

        /** Goes on as if it had seen candles up to one that closed at a price. */
        void goOnAfter(double close) {
            previousClose = close;
        }
    }

    /**
     * Average true range: the {@link WilderAverage} over n {@link TrueRange}s, of which the first is the second candle's.
     * As TA-Lib's ATR.
     */
    static final class Atr implements Indicator {

        private final TrueRange trueRange = new TrueRange();
        private final WilderAverage average;

        Atr(int length) {
            average = new WilderAverage(length);
        }

        @Override
        public int needed() {
            return average.needed() + 1;
        }

        @Override
        public void next(Candle candle, double[] outputs) {
            outputs[0] = average.after(trueRange.next(candle));
        }
    }

    /** Normalised average true range: {@code a / close * 100}, where a is the {@link Atr}; 0 if the close is 0. As TA-Lib's NATR. */
    static final class Natr implements Indicator {

        private final Atr average;

        Natr(int length) {
            average = new Atr(length);
        }

        @Override
        public int needed() {
            return average.needed();
        }

        @Override
        public void next(Candle candle, double[] outputs) {
            average.next(candle, outputs);
            boolean worthless = candle.close() == 0.0 && !Double.isNaN(outputs[0]);
            outputs[0] = worthless ? 0.0 : outputs[0] / candle.close() * 100.0;
        }
    }

    /**
     * Standard deviation of the last n as of a whole population: the root of the mean of the squared distances to the
     * {@link Window#mean}, summed oldest first. TA-Lib's STDDEV, which takes the mean square minus the squared mean.
     */
    static final class Stdev implements Streaming {

        private final Window window;

        Stdev(int length) {
            window = new Window(length);
        }

        @Override
        public int needed() {
            return window.length();
        }

        @Override
        public double next(double number) {
            window.add(number);
            return window.isFull() ? window.deviation(window.mean()) : Double.NaN;
        }
    }

    /**
     * Bollinger bands: with m the {@link Window#mean} of the last n and w std times their {@link Stdev}, the outputs are
     * {@code m - w}, m, {@code m + w}, the width {@code 100 * (upper - lower) / m}, and where the price is between the
     * bands, {@code (price - lower) / (upper - lower)}, none if they are equal. As TA-Lib's BBANDS.
     */
    static final class Bollinger implements Indicator {

        private final PriceField field;
        private final double factor;
        private final Window window;

        Bollinger(IndicatorSpec spec) {
            field = spec.field();
            factor = spec.factor("std");
            window = new Window(spec.whole("length"));
        }

        @Override
        public int needed() {
            return window.length();
        }

        @Override
        public void next(Candle candle, double[] outputs) {
            double price = candle.value(field);
            window.add(price);
            if (!window.isFull()) {
                Arrays.fill(outputs, Double.NaN);
                return;
            }
            double middle = window.mean();
            double width = factor * window.deviation(middle);
            outputs[0] = middle - width;
            outputs[1] = middle;
            outputs[2] = middle + width;
            outputs[3] = 100.0 * (outputs[2] - outputs[0]) / middle;
            outputs[4] = (price - outputs[0]) / (outputs[2] - outputs[0]);
        }
    }

    /**
     * Keltner channels: the {@link Ema} of the close over n, and scalar times the Ema over n of the {@link TrueRange}
     * below and above it. The range starts with the second candle, so the middle is there one candle before the bands. As
     * pandas-ta's kc; by Raschke after Keltner.
     */
    static final class Keltner implements Indicator {

        private final double factor;
        private final TrueRange trueRange = new TrueRange();
        private final Ema middle;
        private final Ema range;

        Keltner(IndicatorSpec spec) {
            factor = spec.factor("scalar");
            middle = new Ema(spec.whole("length"));
            range = new Ema(spec.whole("length"));
        }

        @Override
        public int needed() {
            return range.needed() + 1;
        }

        @Override
        public void next(Candle candle, double[] outputs) {
            double width = factor * range.after(trueRange.next(candle));
            outputs[1] = middle.next(candle.close());
            outputs[0] = outputs[1] - width;
            outputs[2] = outputs[1] + width;
        }
    }

    /**
     * Donchian channels: the lowest low of the last lower_length candles, the highest high of the last upper_length, and
     * between them {@code (low + high) / 2}. The candle itself is one of them.
     */
    static final class Donchian implements Indicator {

        private final Window lows;
        private final Window highs;

        Donchian(IndicatorSpec spec) {
            lows = new Window(spec.whole("lower_length"));
            highs = new Window(spec.whole("upper_length"));
        }

        @Override
        public int needed() {
            return Math.max(lows.length(), highs.length());
        }

        @Override
        public void next(Candle candle, double[] outputs) {
            lows.add(candle.low());
            highs.add(candle.high());
            outputs[0] = lows.isFull() ? lows.lowest() : Double.NaN;
            outputs[2] = highs.isFull() ? highs.highest() : Double.NaN;
            outputs[1] = (outputs[0] + outputs[2]) / 2.0;
        }
    }
}
