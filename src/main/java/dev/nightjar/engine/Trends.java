package dev.nightjar.engine;

import dev.nightjar.engine.MovingAverages.WilderAverage;
import dev.nightjar.strategy.IndicatorSpec;
import dev.nightjar.strategy.PriceField;
import java.util.Arrays;

/** Indicators of whether there is a trend, and which. */
final class Trends {

    private Trends() {}

    /**
     * Aroon by Chande (1995) over the last n + 1 candles: {@code 100 * (n - age) / n}, where age is how many candles ago
     * the lowest low (first output) or highest high (second) was, the latest among equals; and up minus down. As TA-Lib's
     * AROON and AROONOSC.
     */
    static final class Aroon implements Indicator {

        private final int length;
        private final Window highs;
        private final Window lows;

        Aroon(int length) {
            this.length = length;
            highs = new Window(length + 1);
            lows = new Window(length + 1);
        }

        @Override
        public int needed() {
            return length + 1;
        }

        @Override
        public void next(Candle candle, double[] outputs) {
            highs.add(candle.high());
            lows.add(candle.low());
            boolean ready = highs.isFull();
            // In a full window the place of a number is n minus its age.
            outputs[0] = ready ? 100.0 * lows.placeOfLowest() / length : Double.NaN;
            outputs[1] = ready ? 100.0 * highs.placeOfHighest() / length : Double.NaN;
            outputs[2] = outputs[1] - outputs[0];
        }
    }

    /**
     * Average directional index by Wilder (1978), New Concepts in Technical Trading Systems.
     *
     * <p>A candle's movement is how far its high is above the high before, or its low below the low before, whichever is
     * more and positive; the other is 0. With p and m the {@link WilderAverage}s of both over n, {@code x = 100 * (|p - m|
     * / (p + m))}, 0 if nothing moved; the true range cancels out. The index is the WilderAverage of x over n. TA-Lib's
     * ADX, but for that it seeds the averages of movements with n - 1 of them.
     */
    static final class Adx implements Indicator {

        private final WilderAverage ups;
        private final WilderAverage downs;
        private final WilderAverage average;
        private double previousHigh = Double.NaN;
        private double previousLow = Double.NaN;
        private double index = Double.NaN;

        Adx(int length) {
            ups = new WilderAverage(length);
            downs = new WilderAverage(length);
            average = new WilderAverage(length);
        }

        @Override
        public int needed() {
            return 1 + ups.needed() + average.needed() - 1;
        }

        @Override
        public void next(Candle candle, double[] outputs) {
            double up = candle.high() - previousHigh;
            double down = previousLow - candle.low();
            previousHigh = candle.high();
            previousLow = candle.low();
            if (!Double.isNaN(up)) {
                double plus = ups.next(up > down && up > 0.0 ? up : 0.0);
                double minus = downs.next(down > up && down > 0.0 ? down : 0.0);
                take(plus, minus);
            }
            outputs[0] = index;
        }

        private void take(double plus, double minus) {
            double sum = plus + minus;
            index = average.after(sum == 0.0 ? 0.0 : 100.0 * (Math.abs(plus - minus) / sum));
        }
    }

    /**
     * Vortex indicator by Botes and Siepman (2010): the sum of |high - low before| over the last n candles (first
     * output), and of |low - high before| (second), each divided by the sum of their true ranges; all sums oldest first,
     * none if nothing moved.
     */
    static final class Vortex implements Indicator {

        private final Volatilities.TrueRange trueRange = new Volatilities.TrueRange();
        private final Window ups;
        private final Window downs;
        private final Window ranges;
        private double previousHigh = Double.NaN;
        private double previousLow = Double.NaN;

        Vortex(int length) {
            ups = new Window(length);
            downs = new Window(length);
            ranges = new Window(length);
        }

        @Override
        public int needed() {
            return ranges.length() + 1;
        }

        @Override
        public void next(Candle candle, double[] outputs) {
            double range = trueRange.next(candle);
            if (!Double.isNaN(range)) {
                ups.add(Math.abs(candle.high() - previousLow));
                downs.add(Math.abs(candle.low() - previousHigh));
                ranges.add(range);
            }
            previousHigh = candle.high();
            previousLow = candle.low();
            // If nothing moved this is 0 / 0, which is NaN.
            outputs[0] = ranges.isFull() ? ups.sum() / ranges.sum() : Double.NaN;
            outputs[1] = ranges.isFull() ? downs.sum() / ranges.sum() : Double.NaN;
        }
    }

    /**
     * Parabolic stop and reverse by Wilder (1978), New Concepts in Technical Trading Systems.
     *
     * <p>It starts at the second candle: short if its low fell below the low before, and by more than its high rose above
     * the high before, else long. Long, it starts at the low before, and its extreme is the second candle's high. At each
     * candle it first reverses if the low is at or below the stop: the stop becomes the extreme, raised to the highs of
     * this candle and the one before, the extreme becomes the low, the acceleration af0. Otherwise a high above the
     * extreme becomes the extreme, and af is added to the acceleration, up to max_af. Then the next stop is {@code stop +
     * acceleration * (extreme - stop)}, lowered to the lows of this candle and the one before. Short is the mirror image.
     * The second candle counts as its own candle before, as in TA-Lib's SAR, whose acceleration is both af0 and af.
     *
     * <p>Outputs: the stop while long (none while short), while short (none while long), the acceleration after the
     * candle, and 1 if it reversed at the candle, else 0.
     */
    static final class Psar implements Indicator {

        private final double start;
        private final double step;
        private final double most;
        private int seen;
        private double previousHigh;
        private double previousLow;
        private boolean falling;
        private double stop;
        private double extreme;
        private double acceleration;

        Psar(IndicatorSpec spec) {
            most = spec.factor("max_af");
            start = Math.min(spec.factor("af0"), most);
            step = spec.factor("af");
        }

        @Override
        public int needed() {
            return 2;
        }

        @Override
        public void next(Candle candle, double[] outputs) {
            double high = candle.high();
            double low = candle.low();
            seen = Math.min(seen + 1, 3);
            if (seen == 2) {
                begin(high, low);
            }
            if (seen == 1) {
                Arrays.fill(outputs, Double.NaN);
            } else {
                step(high, low, outputs);
            }
            previousHigh = high;
            previousLow = low;
        }

        private void begin(double high, double low) {
            double down = previousLow - low;
            falling = down > 0.0 && down > high - previousHigh;
            stop = falling ? previousHigh : previousLow;
            extreme = falling ? low : high;
            acceleration = start;
            previousHigh = high;
            previousLow = low;
        }

        private void step(double high, double low, double[] outputs) {
            boolean reverses = falling ? high >= stop : low <= stop;
            if (reverses) {
                falling = !falling;
                stop = beyond(extreme, high, low);
                extreme = falling ? low : high;
                acceleration = start;
            }
            outputs[0] = falling ? Double.NaN : stop;
            outputs[1] = falling ? stop : Double.NaN;
            if (!reverses && (falling ? low < extreme : high > extreme)) {
                extreme = falling ? low : high;
                acceleration = Math.min(acceleration + step, most);
            }
            outputs[2] = acceleration;
            outputs[3] = reverses ? 1.0 : 0.0;
            stop = beyond(stop + acceleration * (extreme - stop), high, low);
        }

        /** {@return the level, moved so that neither this candle nor the one before reaches over it} */
        private double beyond(double level, double high, double low) {
            return falling
                    ? Math.max(level, Math.max(previousHigh, high))
                    : Math.min(level, Math.min(previousLow, low));
        }
    }

    /**
     * SuperTrend by Seban: bands of multiplier times the average true range around {@code (high + low) / 2}.
     *
     * <p>The average is a {@link WilderAverage} over n true ranges, the first candle's being its high minus its low. At
     * the candle of its first average the bands start. After that the lower band rises only ({@code centre - multiplier *
     * average} if that is above it, or if the close before was below it), the upper one falls only, likewise. The first
     * value is one candle after the first average, and long; from then on long turns short when the close is below the
     * lower band, and short turns long when it is above the upper band. Outputs: the band on whose side the trend is, 1
     * for long and -1 for short, the band while long (none while short), and while short (none while long).
     */
    static final class SuperTrend implements Indicator {

        private final double multiplier;
        private final Volatilities.TrueRange trueRange = new Volatilities.TrueRange();
        private final WilderAverage average;
        private double previousClose = Double.NaN;
        private double lower = Double.NaN;
        private double upper = Double.NaN;
        private int direction;

        SuperTrend(IndicatorSpec spec) {
            multiplier = spec.factor("multiplier");
            average = new WilderAverage(spec.whole("length"));
        }

        @Override
        public int needed() {
            return average.needed() + 1;
        }

        @Override
        public void next(Candle candle, double[] outputs) {
            double range = trueRange.next(candle);
            double mean = average.next(Double.isNaN(range) ? candle.high() - candle.low() : range);
            Arrays.fill(outputs, Double.NaN);
            if (!Double.isNaN(mean)) {
                boolean first = Double.isNaN(lower);
                move(candle.high(), candle.low(), mean);
                if (!first) {
                    turn(candle.close());
                    outputs[0] = direction > 0 ? lower : upper;
                    outputs[1] = direction;
                    outputs[direction > 0 ? 2 : 3] = outputs[0];
                }
            }
            previousClose = candle.close();
        }

        /** Those with one length share the averages. */
        @Override
        public void over(CandleTape tape, int from, double[][] outputs) {
            int count = tape.count();
            if (from > 0 || count < needed()) {
                Indicator.super.over(tape, from, outputs);
                return;
            }
            double[] means = tape.meanRanges(average.needed());
            double[] highs = tape.values(PriceField.HIGH);
            double[] lows = tape.values(PriceField.LOW);
            double[] closes = tape.values(PriceField.CLOSE);
            int start = average.needed() - 1;
            for (double[] column : outputs) {
                Arrays.fill(column, 0, start + 1, Double.NaN);
            }
            previousClose = start == 0 ? Double.NaN : closes[start - 1];
            move(highs[start], lows[start], means[start]);
            previousClose = closes[start];
            for (int place = start + 1; place < count; place++) {
                move(highs[place], lows[place], means[place]);
                double close = closes[place];
                turn(close);
                double band = direction > 0 ? lower : upper;
                outputs[0][place] = band;
                outputs[1][place] = direction;
                outputs[2][place] = direction > 0 ? band : Double.NaN;
                outputs[3][place] = direction > 0 ? Double.NaN : band;
                previousClose = close;
            }
            trueRange.goOnAfter(previousClose);
            average.goOnAfter(means[count - 1]);
        }

        private void move(double itsHigh, double itsLow, double mean) {
            double centre = (itsHigh + itsLow) / 2.0;
            double low = centre - multiplier * mean;
            double high = centre + multiplier * mean;
            lower = low <= lower && previousClose >= lower ? lower : low;
            upper = high >= upper && previousClose <= upper ? upper : high;
        }

        private void turn(double close) {
            if (direction == 0) {
                direction = 1;
            } else if (direction > 0) {
                direction = close < lower ? -1 : 1;
            } else {
                direction = close > upper ? 1 : -1;
            }
        }
    }

    /**
     * The end of the least-squares line through the last n numbers, as TA-Lib's LINEARREG.
     *
     * <p>With d the numbers minus the oldest of them and i their places from 0, the slope is the sum of {@code (i - (n -
     * 1) / 2) * d} divided by {@code n * (n * n - 1) / 12}; the value is {@code oldest + (sum of d / n + slope * ((n - 1)
     * / 2))}. All sums are oldest first.
     */
    static final class LinReg implements Streaming {

        private final Window window;

        LinReg(int length) {
            window = new Window(length);
        }

        @Override
        public int needed() {
            return window.length();
        }

        @Override
        public double next(double number) {
            window.add(number);
            return window.isFull() ? end() : Double.NaN;
        }

        private double end() {
            double length = window.length();
            double middle = (length - 1.0) / 2.0;
            double oldest = window.get(0);
            double sum = 0;
            double moments = 0;
            for (int place = 0; place < window.length(); place++) {
                double distance = window.get(place) - oldest;
                sum += distance;
                moments += (place - middle) * distance;
            }
            double slope = moments / (length * (length * length - 1.0) / 12.0);
            return oldest + (sum / length + slope * middle);
        }
    }
}
