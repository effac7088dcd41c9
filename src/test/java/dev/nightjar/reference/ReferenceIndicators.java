package dev.nightjar.reference;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Indicators over a whole list of candles, one value per candle, null where there is none yet. */
final class ReferenceIndicators {

    private ReferenceIndicators() {}

    static List<@Nullable Double> compute(String name, int length, List<Double> prices) {
        return switch (name) {
            case "rsi" -> relativeStrength(prices, length);
            case "ema" -> exponentialAverage(prices, length);
            default -> throw new IllegalArgumentException("no indicator " + name);
        };
    }

    /** Wilder's relative strength index; the first averages are the means of the first n gains and losses. */
    private static List<@Nullable Double> relativeStrength(List<Double> prices, int length) {
        List<@Nullable Double> values = new ArrayList<>();
        double averageGain = 0;
        double averageLoss = 0;
        for (int candle = 0; candle < prices.size(); candle++) {
            if (candle == 0) {
                values.add(null);
                continue;
            }
            double change = prices.get(candle) - prices.get(candle - 1);
            double gain = change > 0 ? change : 0;
            double loss = change < 0 ? -change : 0;
            if (candle <= length) {
                averageGain += gain;
                averageLoss += loss;
                if (candle < length) {
                    values.add(null);
                    continue;
                }
                averageGain /= length;
                averageLoss /= length;
            } else {
                averageGain = (averageGain * (length - 1) + gain) / length;
                averageLoss = (averageLoss * (length - 1) + loss) / length;
            }
            values.add(averageLoss == 0 ? 100 : 100 - 100 / (1 + averageGain / averageLoss));
        }
        return values;
    }

    /** The exponential moving average, seeded by the mean of the first n. */
    private static List<@Nullable Double> exponentialAverage(List<Double> prices, int length) {
        List<@Nullable Double> values = new ArrayList<>();
        double k = 2.0 / (length + 1);
        double average = 0;
        for (int candle = 0; candle < prices.size(); candle++) {
            double price = prices.get(candle);
            if (candle < length) {
                average += price;
                if (candle < length - 1) {
                    values.add(null);
                    continue;
                }
                average /= length;
            } else {
                average = (price - average) * k + average;
            }
            values.add(average);
        }
        return values;
    }
}
