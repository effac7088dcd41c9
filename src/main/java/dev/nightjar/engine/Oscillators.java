package dev.nightjar.engine;

import dev.nightjar.engine.MovingAverages.Ema;
import dev.nightjar.engine.MovingAverages.Sma;
import dev.nightjar.engine.MovingAverages.WilderAverage;
import dev.nightjar.strategy.IndicatorSpec;

/** Indicators of how fast and how far the price went. */
final class Oscillators {

    private Oscillators() {}

    /** What the price won and lost from candle to candle, each as {@link WilderAverage}. */
    private static final class GainsAndLosses {

        private final WilderAverage gains;
        private final WilderAverage losses;
        private double previous = Double.NaN;
        private double gain = Double.NaN;
        private double loss = Double.NaN;

        GainsAndLosses(int length) {
            gains = new WilderAverage(length);
            losses = new WilderAverage(length);
        }

        void next(double number) {
            double change = number - previous;
            previous = number;
            if (!Double.isNaN(change)) {
                gain = gains.next(Math.max(change, 0.0));
                loss = losses.next(Math.max(-change, 0.0));
            }
        }
    }

    /**
     * Relative strength index by Wilder (1978), New Concepts in Technical Trading Systems: {@code 100 - 100 / (1 + gain /
     * loss)} of the {@link WilderAverage}s of gains and losses over n changes, and 100 when there is no loss. TA-Lib's
     * RSI, but for that it is 0 when nothing moved.
     */
    static final class Rsi implements Streaming {

        private final int length;
        private final GainsAndLosses averages;

        Rsi(int length) {
            this.length = length;
            averages = new GainsAndLosses(length);
        }

        @Override
        public int needed() {
            return length + 1;
        }

        @Override
        public double next(double number) {
            averages.next(number);
            return averages.loss == 0.0 ? 100.0 : 100.0 - 100.0 / (1.0 + averages.gain / averages.loss);
        }
    }

    /**
     * Chande's momentum oscillator: {@code 100 * ((gain - loss) / (gain + loss))} of the {@link WilderAverage}s of gains
     * and losses over n changes; 0 when nothing moved. As TA-Lib's CMO.
     */
    static final class Cmo implements Streaming {

        private final int length;
        private final GainsAndLosses averages;

        Cmo(int length) {
            this.length = length;
            averages = new GainsAndLosses(length);
        }

        @Override
        public int needed() {
            return length + 1;
        }

        @Override
        public double next(double number) {
            averages.next(number);
            double sum = averages.gain + averages.loss;
            return sum == 0.0 ? 0.0 : 100.0 * ((averages.gain - averages.loss) / sum);
        }
    }

    /** Momentum: a number minus the one n before. As TA-Lib's MOM. */
    static final class Mom implements Streaming {

        private final Window window;

        Mom(int length) {
            window = new Window(length + 1);
        }

        @Override
        public int needed() {
            return window.length();
        }

        @Override
        public double next(double number) {
            window.add(number);
            return window.isFull() ? number - window.get(0) : Double.NaN;
        }
    }

    /** Rate of change: {@code (x / y - 1) * 100}, where y is the number n before; 0 if that is 0. As TA-Lib's ROC. */
    static final class Roc implements Streaming {

        private final Window window;

        Roc(int length) {
            window = new Window(length + 1);
        }

        @Override
        public int needed() {
            return window.length();
        }

        @Override
        public double next(double number) {
            window.add(number);
            if (!window.isFull()) {
                return Double.NaN;
            }
            return window.get(0) == 0.0 ? 0.0 : (number / window.get(0) - 1.0) * 100.0;
        }
    }

    /** TRIX: the {@link Roc} over one candle of the {@link Ema} of the Ema of the Ema, all over n. As TA-Lib's TRIX. */
    static final class Trix implements Streaming {

        private final Ema one;
        private final Ema two;
        private final Ema three;
        private final Roc change = new Roc(1);

        Trix(int length) {
            one = new Ema(length);
            two = new Ema(length);
            three = new Ema(length);
        }

        @Override
        public int needed() {
            return one.needed() + two.needed() + three.needed() - 2 + 1;
        }

        @Override
        public double next(double number) {
            return change.after(three.after(two.after(one.next(number))));
        }
    }

    /** A line between two averages, its signal, an {@link Ema} of it, and the distance of the two. */
    private static final class WithSignal {

        private final Ema signal;

        WithSignal(int length) {
            signal = new Ema(length);
        }

        void next(double line, double[] outputs) {
            double average = signal.after(line);
            outputs[0] = line;
            outputs[1] = line - average;
            outputs[2] = average;
        }
    }

    /**
     * Moving average convergence divergence of the close by Appel: the {@link Ema} over fast minus that over slow, each
     * seeded by its own first closes; its signal, the Ema of that over signal values; and their difference. Outputs in
     * the order line, difference, signal. TA-Lib's MACD, but for that it starts the fast average only when the slow one
     * has its candles.
     */
    static final class Macd implements Indicator {

        private final Ema fast;
        private final Ema slow;
        private final WithSignal signal;
        private final int needed;

        Macd(IndicatorSpec spec) {
            fast = new Ema(spec.whole("fast"));
            slow = new Ema(spec.whole("slow"));
            signal = new WithSignal(spec.whole("signal"));
            needed = slow.needed() + spec.whole("signal") - 1;
        }

        @Override
        public int needed() {
            return needed;
        }

        @Override
        public void next(Candle candle, double[] outputs) {
            double quick = fast.next(candle.close());
            signal.next(quick - slow.next(candle.close()), outputs);
        }
    }

    /**
     * Percentage price oscillator of the close: {@code (f - s) / s * 100} of the {@link Sma}s over fast and slow, 0 if s
     * is 0; its signal, the {@link Ema} of that over signal values; and their difference. Outputs in the order line,
     * difference, signal. The line is TA-Lib's PPO with its default average.
     */
    static final class Ppo implements Indicator {

        private final Sma fast;
        private final Sma slow;
        private final WithSignal signal;
        private final int needed;

        Ppo(IndicatorSpec spec) {
            fast = new Sma(spec.whole("fast"));
            slow = new Sma(spec.whole("slow"));
            signal = new WithSignal(spec.whole("signal"));
            needed = slow.needed() + spec.whole("signal") - 1;
        }

        @Override
        public int needed() {
            return needed;
        }

        @Override
        public void next(Candle candle, double[] outputs) {
            double quick = fast.next(candle.close());
            double calm = slow.next(candle.close());
            signal.next(calm == 0.0 ? 0.0 : (quick - calm) / calm * 100.0, outputs);
        }
    }

    /** {@return where a number lies between two others, in percent; 0 if they are equal} */
    private static double percent(double number, double low, double high) {
        return high == low ? 0.0 : 100.0 * ((number - low) / (high - low));
    }

    /**
     * Stochastic oscillator by Lane: {@code 100 * ((close - low) / (high - low))} of the lowest low and highest high of
     * the last k candles, 0 if they are equal. The first output is the {@link Sma} of that over smooth_k, the second the
     * Sma of the first over d. As TA-Lib's STOCH, but for that the first output does not wait for the second.
     */
    static final class Stoch implements Indicator {

        private final Window highs;
        private final Window lows;
        private final Sma smooth;
        private final Sma slow;

        Stoch(IndicatorSpec spec) {
            highs = new Window(spec.whole("k"));
            lows = new Window(spec.whole("k"));
            smooth = new Sma(spec.whole("smooth_k"));
            slow = new Sma(spec.whole("d"));
        }

        @Override
        public int needed() {
            return highs.length() + smooth.needed() + slow.needed() - 2;
        }

        @Override
        public void next(Candle candle, double[] outputs) {
            highs.add(candle.high());
            lows.add(candle.low());
            double raw = highs.isFull() ? percent(candle.close(), lows.lowest(), highs.highest()) : Double.NaN;
            outputs[0] = smooth.after(raw);
            outputs[1] = slow.after(outputs[0]);
        }
    }

    /**
     * Stochastic of the {@link Rsi} of the close over rsi_length: {@code 100 * ((r - low) / (high - low))} of its lowest
     * and highest of the last length values, 0 if they are equal. The first output is the {@link Sma} of that over k, the
     * second the Sma of the first over d. By Chande and Kroll (1994).
     */
    static final class StochRsi implements Indicator {

        private final Rsi rsi;
        private final Window values;
        private final Sma smooth;
        private final Sma slow;

        StochRsi(IndicatorSpec spec) {
            rsi = new Rsi(spec.whole("rsi_length"));
            values = new Window(spec.whole("length"));
            smooth = new Sma(spec.whole("k"));
            slow = new Sma(spec.whole("d"));
        }

        @Override
        public int needed() {
            return rsi.needed() + values.length() + smooth.needed() + slow.needed() - 3;
        }

        @Override
        public void next(Candle candle, double[] outputs) {
            double strength = rsi.next(candle.close());
            double raw = Double.NaN;
            if (!Double.isNaN(strength)) {
                values.add(strength);
                raw = values.isFull() ? percent(strength, values.lowest(), values.highest()) : Double.NaN;
            }
            outputs[0] = smooth.after(raw);
            outputs[1] = slow.after(outputs[0]);
        }
    }

    /**
     * Williams' %R: {@code 100 * ((close - high) / (high - low))} of the highest high and lowest low of the last n
     * candles; 0 if they are equal. As TA-Lib's WILLR.
     */
    static final class Willr implements Indicator {

        private final Window highs;
        private final Window lows;

        Willr(int length) {
            highs = new Window(length);
            lows = new Window(length);
        }

        @Override
        public int needed() {
            return highs.length();
        }

        @Override
        public void next(Candle candle, double[] outputs) {
            highs.add(candle.high());
            lows.add(candle.low());
            outputs[0] = highs.isFull() ? value(candle.close(), lows.lowest(), highs.highest()) : Double.NaN;
        }

        private static double value(double close, double low, double high) {
            return high == low ? 0.0 : 100.0 * ((close - high) / (high - low));
        }
    }

    /**
     * Commodity channel index by Lambert (1980): {@code (t - m) / (0.015 * d)}, where t is the candle's {@link
     * Candle#typicalPrice}, m the mean of the last n of them and d the mean of their distances to m, summed oldest first
     * and divided by n; 0 if d is 0. As TA-Lib's CCI.
     */
    static final class Cci implements Indicator {

        private final Window prices;

        Cci(int length) {
            prices = new Window(length);
        }

        @Override
        public int needed() {
            return prices.length();
        }

        @Override
        public void next(Candle candle, double[] outputs) {
            prices.add(candle.typicalPrice());
            outputs[0] = prices.isFull() ? value() : Double.NaN;
        }

        private double value() {
            double mean = prices.mean();
            double sum = 0;
            for (int place = 0; place < prices.length(); place++) {
                sum += Math.abs(prices.get(place) - mean);
            }
            double distance = sum / prices.length();
            return distance == 0.0 ? 0.0 : (prices.newest() - mean) / (0.015 * distance);
        }
    }
}
