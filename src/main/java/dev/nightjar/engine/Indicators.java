package dev.nightjar.engine;

import dev.nightjar.strategy.IndicatorSpec;
import java.util.Arrays;

/** The indicators, each fed one candle value after the other, oldest first. */
final class Indicators {

    private Indicators() {}

    /** Takes the next value and gives the indicator's, NaN until it has seen enough. */
    interface Streaming {
        double next(double value);
    }

    /** {@return the indicator's value at every candle of a tape} */
    static double[] over(CandleTape candles, IndicatorSpec spec) {
        Streaming indicator = switch (spec.kind()) {
            case RSI -> new Rsi(spec.length());
            case EMA -> new Ema(spec.length());
        };
        double[] values = new double[candles.count()];
        Arrays.setAll(values, candle -> indicator.next(candles.value(spec.field(), candle)));
        return values;
    }

    /**
     * {@return how many candles the indicator needs for its first value}
     */
    static int needed(IndicatorSpec spec) {
        return switch (spec.kind()) {
            case RSI -> spec.length() + 1;
            case EMA -> spec.length();
        };
    }

    /**
     * Relative strength index by Wilder (1978), New Concepts in Technical Trading Systems.
     *
     * <p>The first averages are the means of the first n gains and losses, summed in order; after that {@code average =
     * (average * (n - 1) + x) / n}. The value is {@code 100 - 100 / (1 + averageGain / averageLoss)}, and 100 when there
     * is no loss.
     */
    static final class Rsi implements Streaming {

        private final int length;
        private double previous = Double.NaN;
        private int changes;
        private double averageGain;
        private double averageLoss;

        Rsi(int length) {
            this.length = length;
        }

        @Override
        public double next(double value) {
            double change = value - previous;
            previous = value;
            if (Double.isNaN(change)) {
                return Double.NaN;
            }
            double gain = Math.max(change, 0.0);
            double loss = Math.max(-change, 0.0);
            changes = Math.min(changes + 1, length + 1);
            if (changes <= length) {
                averageGain += gain;
                averageLoss += loss;
                if (changes < length) {
                    return Double.NaN;
                }
                averageGain /= length;
                averageLoss /= length;
            } else {
                averageGain = (averageGain * (length - 1) + gain) / length;
                averageLoss = (averageLoss * (length - 1) + loss) / length;
            }
            return averageLoss == 0.0 ? 100.0 : 100.0 - 100.0 / (1.0 + averageGain / averageLoss);
        }
    }

    /**
     * Exponential moving average, seeded by the mean of the first n values, summed in order; after that {@code average =
     * (value - average) * 2 / (n + 1) + average}. As TA-Lib has it.
     */
    static final class Ema implements Streaming {

        private final int length;
        private final double weight;
        private int seen;
        private double average;

        Ema(int length) {
            this.length = length;
            this.weight = 2.0 / (length + 1);
        }

        @Override
        public double next(double value) {
            seen = Math.min(seen + 1, length + 1);
            if (seen <= length) {
                average += value;
                if (seen < length) {
                    return Double.NaN;
                }
                average /= length;
            } else {
                average = (value - average) * weight + average;
            }
            return average;
        }
    }
}
