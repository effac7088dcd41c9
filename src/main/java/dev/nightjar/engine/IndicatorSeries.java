package dev.nightjar.engine;

import dev.nightjar.market.Bars;
import dev.nightjar.market.Session;
import dev.nightjar.market.Timeframe;
import dev.nightjar.strategy.IndicatorSpec;
import dev.nightjar.strategy.PriceField;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The engine's indicators over candles that are all there; NaN where an indicator has no value yet. */
public final class IndicatorSeries {

    private static final int SECONDS_OF_DAY = 86_400;

    /** What begins anew with a session begins at midnight UTC. */
    private static final Session ANY_DAY = new Session(LocalDate.EPOCH, ZoneOffset.UTC, 0, SECONDS_OF_DAY - 1);

    private IndicatorSeries() {}

    /** {@return by output, by candle: the indicator's values} */
    public static double[][] over(Bars bars, IndicatorSpec spec) {
        return Indicators.over(tape(bars), spec);
    }

    /** {@return by candle: the close} */
    public static double[] closes(Bars bars) {
        CandleTape tape = tape(bars);
        double[] closes = new double[tape.count()];
        for (int candle = 0; candle < closes.length; candle++) {
            closes[candle] = tape.value(PriceField.CLOSE, candle);
        }
        return closes;
    }

    /** {@return by number: the mean of the last {@code length}, as the indicator {@code sma} takes it, of any length} */
    public static double[] mean(double[] numbers, int length) {
        return streamed(new MovingAverages.Sma(length), numbers);
    }

    /** {@return by number: the standard deviation of the last {@code length}, as the indicator {@code stdev} takes it} */
    public static double[] deviation(double[] numbers, int length) {
        return streamed(new Volatilities.Stdev(length), numbers);
    }

    private static double[] streamed(Streaming calculation, double[] numbers) {
        double[] values = new double[numbers.length];
        for (int place = 0; place < numbers.length; place++) {
            values[place] = calculation.after(numbers[place]);
        }
        return values;
    }

    private static CandleTape tape(Bars bars) {
        return CandleTape.ofCandles(bars, new Timeframe(Timeframe.DAY), ANY_DAY);
    }
}
