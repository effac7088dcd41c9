package dev.nightjar.engine;

import dev.nightjar.strategy.IndicatorSpec;
import dev.nightjar.strategy.PriceField;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The indicators over a tape, each in one pass over its candles, oldest first.
 *
 * <p>They use only the four operations and {@code StrictMath}, so that every machine gives the same bits. Where a formula
 * would divide by 0 there is no value, unless its class says which. Everything a value depends on are the candles of the
 * tape up to its own, so an indicator that never forgets, such as an exponential average, depends on where the tape begins.
 */
final class Indicators {

    private Indicators() {}

    /** An indicator as far as it has come. */
    static final class Line {

        private final Indicator indicator;
        private final double[][] values;
        /** Of how many candles there are values; there may be room for more. */
        private final int count;

        private Line(Indicator indicator, double[][] values, int count) {
            this.indicator = indicator;
            this.values = values;
            this.count = count;
        }

        /** {@return by output, by candle: its values, NaN where there is none} */
        double[][] values() {
            return values;
        }

        /** {@return the same indicator over a tape that goes on from its own; this one cannot be gone on with again} */
        Line over(CandleTape tape) {
            double[][] longer = new double[values.length][];
            Arrays.setAll(longer, output -> roomFor(values[output], tape.count()));
            indicator.over(tape, count, longer);
            return new Line(indicator, longer, tape.count());
        }

        private boolean fits(int outputs, int candles) {
            return values.length == outputs && values[0].length == candles;
        }

        private static double[] roomFor(double[] column, int most) {
            return column.length >= most ? column : Arrays.copyOf(column, most + most / 2);
        }
    }

    /**
     * {@return an indicator over a tape}
     *
     * @param forgotten one whose arrays may be taken, as nobody looks at it any more; null if there is none
     */
    static Line line(CandleTape tape, IndicatorSpec spec, @Nullable Line forgotten) {
        int outputs = spec.kind().outputs().size();
        double[][] values = forgotten != null && forgotten.fits(outputs, tape.count())
                ? forgotten.values
                : new double[outputs][tape.count()];
        return new Line(of(spec), values, 0).over(tape);
    }

    /** {@return by output, by candle: the indicator's values, NaN where there is none} */
    static double[][] over(CandleTape tape, IndicatorSpec spec) {
        return line(tape, spec, null).values();
    }

    /** {@return how many candles it takes until every output of the indicator has its first value} */
    static int needed(IndicatorSpec spec) {
        return of(spec).needed();
    }

    private static Indicator of(IndicatorSpec spec) {
        return switch (spec.kind()) {
            case SMA -> onPrice(spec, new MovingAverages.Sma(length(spec)));
            case EMA -> onPrice(spec, new MovingAverages.Ema(length(spec)));
            case WMA -> onPrice(spec, new MovingAverages.Wma(length(spec)));
            case DEMA -> onPrice(spec, new MovingAverages.Dema(length(spec)));
            case TEMA -> onPrice(spec, new MovingAverages.Tema(length(spec)));
            case HMA -> onPrice(spec, new MovingAverages.Hma(length(spec)));
            case ZLEMA -> onPrice(spec, new MovingAverages.Zlema(length(spec)));
            case KAMA -> onPrice(spec, new MovingAverages.Kama(length(spec), spec.whole("fast"), spec.whole("slow")));
            case VWMA -> new MovingAverages.Vwma(length(spec), spec.field());
            case RSI -> onPrice(spec, new Oscillators.Rsi(length(spec)));
            case CMO -> onPrice(spec, new Oscillators.Cmo(length(spec)));
            case MOM -> onPrice(spec, new Oscillators.Mom(length(spec)));
            case ROC -> onPrice(spec, new Oscillators.Roc(length(spec)));
            case TRIX -> onPrice(spec, new Oscillators.Trix(length(spec)));
            case MACD -> new Oscillators.Macd(spec);
            case PPO -> new Oscillators.Ppo(spec);
            case STOCH -> new Oscillators.Stoch(spec);
            case STOCHRSI -> new Oscillators.StochRsi(spec);
            case WILLR -> new Oscillators.Willr(length(spec));
            case CCI -> new Oscillators.Cci(length(spec));
            case AROON -> new Trends.Aroon(length(spec));
            case ADX -> new Trends.Adx(length(spec));
            case VORTEX -> new Trends.Vortex(length(spec));
            case PSAR -> new Trends.Psar(spec);
            case SUPERTREND -> new Trends.SuperTrend(spec);
            case LINREG -> onPrice(spec, new Trends.LinReg(length(spec)));
            case ATR -> new Volatilities.Atr(length(spec));
            case NATR -> new Volatilities.Natr(length(spec));
            case STDEV -> onPrice(spec, new Volatilities.Stdev(length(spec)));
            case BBANDS -> new Volatilities.Bollinger(spec);
            case KC -> new Volatilities.Keltner(spec);
            case DONCHIAN -> new Volatilities.Donchian(spec);
            case OBV -> new Volumes.Obv();
            case AD -> new Volumes.Ad();
            case CMF -> new Volumes.Cmf(length(spec));
            case MFI -> new Volumes.Mfi(length(spec));
            case VWAP -> new Volumes.Vwap(0);
            case ANCHORED_VWAP -> new Volumes.Vwap(spec.time("anchor_time").toSecondOfDay());
            case PIVOT, CPR, CAMARILLA, FIBONACCI_PIVOT, WOODIE_PIVOT, DEMARK_PIVOT -> new Pivots(spec.kind());
            case ICHIMOKU -> new Charts.Ichimoku(spec);
            case HA, HEIKINASHI -> new Charts.HeikinAshi();
        };
    }

    private static int length(IndicatorSpec spec) {
        return spec.whole("length");
    }

    private static Indicator onPrice(IndicatorSpec spec, Streaming calculation) {
        return new OnPrice(spec.field(), calculation);
    }

    /** An indicator with one output that reads one column of the candles. */
    private record OnPrice(PriceField field, Streaming calculation) implements Indicator {
        @Override
        public int needed() {
            return calculation.needed();
        }

        @Override
        public void next(Candle candle, double[] outputs) {
            outputs[0] = calculation.next(candle.value(field));
        }

        @Override
        public void over(CandleTape tape, int from, double[][] outputs) {
            double[] numbers = tape.values(field);
            double[] values = outputs[0];
            for (int place = from; place < tape.count(); place++) {
                values[place] = calculation.next(numbers[place]);
            }
        }
    }
}
