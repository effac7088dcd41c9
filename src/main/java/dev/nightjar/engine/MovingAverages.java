package dev.nightjar.engine;

import dev.nightjar.strategy.PriceField;

/** Averages that follow the price. Means and sums are those of {@link Window}: from the oldest to the newest, anew each time. */
final class MovingAverages {

    private MovingAverages() {}

    /** Simple moving average: the mean of the last n, as {@link Window#mean} adds. As TA-Lib's SMA. */
    static final class Sma implements Streaming {

        private final Window window;

        Sma(int length) {
            window = new Window(length);
        }

        @Override
        public int needed() {
            return window.length();
        }

        @Override
        public double next(double number) {
            window.add(number);
            return window.isFull() ? window.mean() : Double.NaN;
        }
    }

    /**
     * Exponential moving average, seeded by the mean of the first n (the first of them, plus the sum of the differences
     * to it, oldest first, divided by n); after that {@code average = (number - average) * (2 / (n + 1)) + average}. As
     * TA-Lib's EMA.
     */
    static final class Ema implements Streaming {

        private final int length;
        private final double weight;
        private int seen;
        private double first;
        private double average;

        Ema(int length) {
            this.length = length;
            this.weight = 2.0 / (length + 1);
        }

        @Override
        public int needed() {
            return length;
        }

        @Override
        public double next(double number) {
            if (seen >= length) {
                average = (number - average) * weight + average;
                return average;
            }
            first = seen == 0 ? number : first;
            average += number - first;
            seen++;
            if (seen < length) {
                return Double.NaN;
            }
            average = first + average / length;
            return average;
        }
    }

    /**
     * Wilder's average: the mean of the first n, summed in order and divided by n; after that {@code average = (average *
     * (n - 1) + number) / n}. By Wilder (1978), New Concepts in Technical Trading Systems; as TA-Lib has it.
     */
    static final class WilderAverage implements Streaming {

        private final int length;
        private int seen;
        private double average;

        WilderAverage(int length) {
            this.length = length;
        }

        @Override
        public int needed() {
            return length;
        }

        @Override
        public double next(double number) {
            if (seen >= length) {
                average = (average * (length - 1) + number) / length;
                return average;
            }
            average += number;
            seen++;
            if (seen < length) {
                return Double.NaN;
            }
            average /= length;
            return average;
        }

        /** Goes on as if it had seen at least n numbers, of which it made an average. */
        void goOnAfter(double itsAverage) {
            seen = length;
            average = itsAverage;
        }
    }

    /**
     * Weighted moving average: the oldest of the last n weighs 1, the newest n. The sum of weight times number, oldest
     * first, divided by n(n + 1)/2. As TA-Lib's WMA.
     */
    static final class Wma implements Streaming {

        private final Window window;
        private final double weights;

        Wma(int length) {
            window = new Window(length);
            weights = length * (length + 1) / 2.0;
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
            // Measuring from the oldest keeps equal numbers exactly equal.
            double first = window.get(0);
            double sum = 0;
            for (int place = 0; place < window.length(); place++) {
                sum += (place + 1) * (window.get(place) - first);
            }
            return first + sum / weights;
        }
    }

    /** Double exponential moving average: {@code 2 * e1 - e2}, where e2 is the {@link Ema} of e1, the Ema. As TA-Lib's DEMA. */
    static final class Dema implements Streaming {

        private final Ema one;
        private final Ema two;

        Dema(int length) {
            one = new Ema(length);
            two = new Ema(length);
        }

        @Override
        public int needed() {
            return one.needed() + two.needed() - 1;
        }

        @Override
        public double next(double number) {
            double first = one.next(number);
            return 2.0 * first - two.after(first);
        }
    }

    /**
     * Triple exponential moving average: {@code 3 * e1 - 3 * e2 + e3}, from left to right, where each is the {@link Ema}
     * of the one before. As TA-Lib's TEMA.
     */
    static final class Tema implements Streaming {

        private final Ema one;
        private final Ema two;
        private final Ema three;

        Tema(int length) {
            one = new Ema(length);
            two = new Ema(length);
            three = new Ema(length);
        }

        @Override
        public int needed() {
            return one.needed() + two.needed() + three.needed() - 2;
        }

        @Override
        public double next(double number) {
            double first = one.next(number);
            double second = two.after(first);
            return 3.0 * first - 3.0 * second + three.after(second);
        }
    }

    /**
     * Hull moving average: the {@link Wma} over the whole part of the root of n of {@code 2 * w - v}, where v is the Wma
     * over n and w that over the whole part of n / 2. By Hull (2005).
     */
    static final class Hma implements Streaming {

        private final Wma whole;
        private final Wma half;
        private final Wma root;

        Hma(int length) {
            whole = new Wma(length);
            half = new Wma(length / 2);
            root = new Wma((int) StrictMath.sqrt(length));
        }

        @Override
        public int needed() {
            return whole.needed() + root.needed() - 1;
        }

        @Override
        public double next(double number) {
            double slow = whole.next(number);
            return root.after(2.0 * half.next(number) - slow);
        }
    }

    /**
     * Zero-lag exponential moving average: the {@link Ema} over n of {@code 2 * x - y}, where y is the number x had
     * (n - 1) / 2 candles ago, rounded down. By Ehlers and Way (2010).
     */
    static final class Zlema implements Streaming {

        private final Window lagged;
        private final Ema average;

        Zlema(int length) {
            lagged = new Window((length - 1) / 2 + 1);
            average = new Ema(length);
        }

        @Override
        public int needed() {
            return lagged.length() + average.needed() - 1;
        }

        @Override
        public double next(double number) {
            lagged.add(number);
            return lagged.isFull() ? average.next(2.0 * number - lagged.get(0)) : Double.NaN;
        }
    }

    /**
     * Kaufman's adaptive moving average. With e the efficiency, the distance of a number to the one n before divided by
     * the sum of the n steps between them (oldest first; 1 if nothing moved), and f and s the weights {@code 2 / (fast +
     * 1)} and {@code 2 / (slow + 1)}, the weight is {@code c = e * (f - s) + s} and {@code average = (number - average) *
     * (c * c) + average}. The average starts as the n-th number, its first value is at the next. As TA-Lib's KAMA, which
     * fixes fast at 2 and slow at 30.
     */
    static final class Kama implements Streaming {

        private final Window window;
        private final double range;
        private final double slowest;
        private double previous;
        private double average = Double.NaN;

        Kama(int length, int fast, int slow) {
            window = new Window(length + 1);
            slowest = 2.0 / (slow + 1);
            range = 2.0 / (fast + 1) - slowest;
        }

        @Override
        public int needed() {
            return window.length();
        }

        @Override
        public double next(double number) {
            window.add(number);
            if (!window.isFull()) {
                previous = number;
                return Double.NaN;
            }
            average = Double.isNaN(average) ? previous : average;
            double weight = efficiency() * range + slowest;
            average = (number - average) * (weight * weight) + average;
            return average;
        }

        private double efficiency() {
            double steps = 0;
            for (int place = 1; place < window.length(); place++) {
                steps += Math.abs(window.get(place) - window.get(place - 1));
            }
            return steps == 0.0 ? 1.0 : Math.abs(window.newest() - window.get(0)) / steps;
        }
    }

    /**
     * Volume-weighted moving average: the sum of price times volume over the last n candles divided by the sum of their
     * volumes, both oldest first; none where there is no volume.
     */
    static final class Vwma implements Indicator {

        private final PriceField field;
        private final Window traded;
        private final Window volumes;

        Vwma(int length, PriceField field) {
            this.field = field;
            traded = new Window(length);
            volumes = new Window(length);
        }

        @Override
        public int needed() {
            return volumes.length();
        }

        @Override
        public void next(Candle candle, double[] outputs) {
            traded.add(candle.value(field) * candle.volume());
            volumes.add(candle.volume());
            // Without volume this is 0 / 0, which is NaN.
            outputs[0] = volumes.isFull() ? traded.sum() / volumes.sum() : Double.NaN;
        }
    }
}
