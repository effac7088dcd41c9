package dev.nightjar.reference;

import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Indicators at the last of a list of candles, each worked out from all of them anew, column by column.
 *
 * <p>Sums add from the oldest to the newest. A column has one number per candle, NaN where there is none.
 */
public final class ReferenceIndicators {

    /** Name, parameters with their defaults, and outputs. */
    private static final String TABLE = """
            sma length=20 price_field=close > SMA
            ema length=21 price_field=close > EMA
            wma length=20 price_field=close > WMA
            dema length=20 price_field=close > DEMA
            tema length=20 price_field=close > TEMA
            hma length=16 price_field=close > HMA
            kama length=10 fast=2 slow=30 price_field=close > KAMA
            vwma length=20 price_field=close > VWMA
            zlema length=20 price_field=close > ZLEMA
            rsi length=14 price_field=close > RSI
            stoch k=14 d=3 smooth_k=3 > STOCHk STOCHd
            stochrsi length=14 rsi_length=14 k=3 d=3 > STOCHRSIk STOCHRSId
            macd fast=12 slow=26 signal=9 > MACD MACDh MACDs
            ppo fast=12 slow=26 signal=9 > PPO PPOh PPOs
            roc length=10 price_field=close > ROC
            mom length=10 price_field=close > MOM
            cci length=20 > CCI
            willr length=14 > WILLR
            cmo length=14 price_field=close > CMO
            trix length=15 price_field=close > TRIX
            aroon length=14 > AROOND AROONU AROONOSC
            adx length=14 > ADX
            vortex length=14 > VTXP VTXM
            psar af0=0.02 af=0.02 max_af=0.2 > PSARl PSARs PSARaf PSARr
            supertrend length=10 multiplier=3 > SUPERT SUPERTd SUPERTl SUPERTs
            linreg length=14 price_field=close > LR
            atr length=14 > ATR
            natr length=14 > NATR
            bbands length=20 std=2 price_field=close > BBL BBM BBU BBB BBP
            kc length=20 scalar=2 > KCL KCB KCU
            donchian lower_length=20 upper_length=20 > DCL DCM DCU
            stdev length=20 price_field=close > STDEV
            obv > OBV
            mfi length=14 > MFI
            cmf length=20 > CMF
            ad > AD
            vwap > VWAP
            anchored_vwap anchor_type=session anchor_time=09:15 > VWAP
            pivot timeframe=D > PP R1 R2 R3 S1 S2 S3
            cpr timeframe=D > TC PIVOT BC
            camarilla timeframe=D > H4 H3 H2 H1 L1 L2 L3 L4
            fib_pivot timeframe=D > PP R1 R2 R3 S1 S2 S3
            woodie_pivot timeframe=D > PP R1 R2 S1 S2
            demark_pivot timeframe=D > PP R1 S1
            ichimoku tenkan_period=9 kijun_period=26 senkou_b_period=52 displacement=26 > tenkan_sen kijun_sen senkou_span_a senkou_span_b chikou_span
            ha > HA_open HA_high HA_low HA_close
            heikinashi > HA_Open HA_High HA_Low HA_Close
            """;

    private static final Map<String, Definition> DEFINITIONS = definitions();

    /** An indicator: its parameters with their defaults, and its outputs, in order. */
    record Definition(String name, Map<String, String> defaults, List<String> outputs) {}

    /**
     * The columns of some candles, oldest first.
     *
     * @param day a number of the local day in which each starts
     * @param second the second of that day at which each starts
     * @param opening the second of the day at which sessions open
     * @param daily whether a candle is a whole day
     */
    public record Columns(
            double[] open,
            double[] high,
            double[] low,
            double[] close,
            double[] volume,
            long[] day,
            long[] second,
            long opening,
            boolean daily) {

        int count() {
            return open.length;
        }

        /** {@return the first candles} */
        public Columns first(int count) {
            return new Columns(
                    Arrays.copyOf(open, count),
                    Arrays.copyOf(high, count),
                    Arrays.copyOf(low, count),
                    Arrays.copyOf(close, count),
                    Arrays.copyOf(volume, count),
                    Arrays.copyOf(day, count),
                    Arrays.copyOf(second, count),
                    opening,
                    daily);
        }
    }

    private final Columns candles;
    private final Map<String, String> parameters;
    private final double[] high;
    private final double[] low;
    private final double[] close;
    private final double[] price;

    private ReferenceIndicators(Map<String, String> parameters, Columns candles) {
        this.candles = candles;
        this.parameters = parameters;
        high = candles.high();
        low = candles.low();
        close = candles.close();
        price = switch (parameters.getOrDefault("price_field", "close")) {
            case "open" -> candles.open();
            case "high" -> high;
            case "low" -> low;
            default -> close;
        };
    }

    private static Map<String, Definition> definitions() {
        Map<String, Definition> definitions = new LinkedHashMap<>();
        for (String line : TABLE.lines().toList()) {
            String[] halves = line.split(">");
            String[] words = halves[0].trim().split(" ");
            Map<String, String> defaults = new LinkedHashMap<>();
            for (String word : List.of(words).subList(1, words.length)) {
                defaults.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
            }
            List<String> outputs = List.of(halves[1].trim().split(" "));
            definitions.put(words[0], new Definition(words[0], defaults, outputs));
        }
        return definitions;
    }

    static Definition definition(String name) {
        return DEFINITIONS.get(name);
    }

    /** {@return the names of all indicators} */
    public static List<String> names() {
        return List.copyOf(DEFINITIONS.keySet());
    }

    /** {@return the name with its parameters, as conditions show it} */
    static String written(String name, Map<String, String> parameters) {
        return parameters.isEmpty() ? name : name + "(" + String.join(",", parameters.values()) + ")";
    }

    /**
     * {@return the outputs at the last candle, null where there is none}
     *
     * @param parameters all of them, by name, in order
     */
    public static List<@Nullable Double> atTheLast(String name, Map<String, String> parameters, Columns candles) {
        List<@Nullable Double> values = new ArrayList<>();
        for (double[] column : new ReferenceIndicators(parameters, candles).outputs(name)) {
            double last = column[column.length - 1];
            values.add(Double.isNaN(last) ? null : last);
        }
        return values;
    }

    private int whole(String parameter) {
        return Integer.parseInt(parameters.get(parameter));
    }

    private double factor(String parameter) {
        return new BigDecimal(parameters.get(parameter)).doubleValue();
    }

    private List<double[]> outputs(String name) {
        int n = parameters.containsKey("length") ? whole("length") : 0;
        return switch (name) {
            case "sma" -> List.of(means(price, n));
            case "ema" -> List.of(exponential(price, n));
            case "wma" -> List.of(weighted(price, n));
            case "dema" -> {
                double[] one = exponential(price, n);
                yield List.of(both(one, exponential(one, n), (a, b) -> 2 * a - b));
            }
            case "tema" -> {
                double[] one = exponential(price, n);
                double[] two = exponential(one, n);
                double[] three = exponential(two, n);
                yield List.of(each(i -> 3 * one[i] - 3 * two[i] + three[i]));
            }
            case "hma" -> {
                int root = 1;
                while ((root + 1) * (root + 1) <= n) {
                    root++;
                }
                yield List.of(weighted(
                        both(weighted(price, n / 2), weighted(price, n), (half, whole) -> 2 * half - whole), root));
            }
            case "kama" -> List.of(adaptive(n));
            case "vwma" -> {
                double[] traded = each(i -> price[i] * candles.volume()[i]);
                yield List.of(both(sums(traded, n), sums(candles.volume(), n), (a, b) -> a / b));
            }
            case "zlema" -> {
                int lag = (n - 1) / 2;
                yield List.of(exponential(each(i -> i < lag ? Double.NaN : 2 * price[i] - price[i - lag]), n));
            }
            case "rsi" -> List.of(strength(price, n));
            case "cmo" -> {
                double[] gains = wilder(changes(price, 1), n);
                double[] losses = wilder(changes(price, -1), n);
                yield List.of(each(
                        i -> gains[i] + losses[i] == 0 ? 0 : 100 * ((gains[i] - losses[i]) / (gains[i] + losses[i]))));
            }
            case "stoch" -> {
                int k = whole("k");
                double[] first = means(positions(close, lowest(low, k), highest(high, k)), whole("smooth_k"));
                yield List.of(first, means(first, whole("d")));
            }
            case "stochrsi" -> {
                double[] rsi = strength(close, whole("rsi_length"));
                double[] first = means(positions(rsi, lowest(rsi, n), highest(rsi, n)), whole("k"));
                yield List.of(first, means(first, whole("d")));
            }
            case "macd" ->
                withSignal(both(exponential(close, whole("fast")), exponential(close, whole("slow")), (a, b) -> a - b));
            case "ppo" ->
                withSignal(both(
                        means(close, whole("fast")),
                        means(close, whole("slow")),
                        (a, b) -> b == 0 ? 0 : (a - b) / b * 100));
            case "roc" -> List.of(rates(price, n));
            case "mom" -> List.of(each(i -> i < n ? Double.NaN : price[i] - price[i - n]));
            case "cci" -> List.of(channelIndex(n));
            case "willr" -> {
                double[] top = highest(high, n);
                double[] bottom = lowest(low, n);
                yield List.of(each(i -> top[i] == bottom[i] ? 0 : 100 * ((close[i] - top[i]) / (top[i] - bottom[i]))));
            }
            case "trix" -> List.of(rates(exponential(exponential(exponential(price, n), n), n), 1));
            case "aroon" -> {
                double[] depths = negative(low);
                double[] down = each(i -> i < n ? Double.NaN : 100.0 * (n - age(depths, i, n)) / n);
                double[] up = each(i -> i < n ? Double.NaN : 100.0 * (n - age(high, i, n)) / n);
                yield List.of(down, up, both(up, down, (a, b) -> a - b));
            }
            case "adx" -> List.of(directional(n));
            case "vortex" -> {
                double[] ranges = sums(trueRanges(), n);
                double[] ups = sums(each(i -> i == 0 ? Double.NaN : Math.abs(high[i] - low[i - 1])), n);
                double[] downs = sums(each(i -> i == 0 ? Double.NaN : Math.abs(low[i] - high[i - 1])), n);
                yield List.of(both(ups, ranges, (a, b) -> a / b), both(downs, ranges, (a, b) -> a / b));
            }
            case "psar" -> parabolic();
            case "supertrend" -> superTrend(n);
            case "linreg" -> List.of(each(i -> i < n - 1 ? Double.NaN : lineEnd(i - n + 1, n)));
            case "atr" -> List.of(wilder(trueRanges(), n));
            case "natr" -> {
                double[] range = wilder(trueRanges(), n);
                yield List.of(each(i -> Double.isNaN(range[i]) || close[i] != 0 ? range[i] / close[i] * 100 : 0));
            }
            case "stdev" -> List.of(deviations(n));
            case "bbands" -> bands(n);
            case "kc" -> {
                double[] middle = exponential(close, n);
                double[] width = exponential(trueRanges(), n);
                double factor = factor("scalar");
                yield List.of(
                        both(middle, width, (m, w) -> m - factor * w),
                        middle,
                        both(middle, width, (m, w) -> m + factor * w));
            }
            case "donchian" -> {
                double[] bottom = lowest(low, whole("lower_length"));
                double[] top = highest(high, whole("upper_length"));
                yield List.of(bottom, both(bottom, top, (a, b) -> (a + b) / 2), top);
            }
            case "obv" -> List.of(balance());
            case "ad" -> List.of(running(flows()));
            case "cmf" -> List.of(both(sums(flows(), n), sums(candles.volume(), n), (a, b) -> a / b));
            case "mfi" -> List.of(moneyFlow(n));
            case "vwap" -> List.of(sessionAverage(0));
            case "anchored_vwap" ->
                List.of(sessionAverage(
                        LocalTime.parse(parameters.get("anchor_time")).toSecondOfDay()));
            case "pivot", "cpr", "camarilla", "fib_pivot", "woodie_pivot", "demark_pivot" -> pivots(name);
            case "ichimoku" -> cloud();
            case "ha", "heikinashi" -> averageCandles();
            default -> throw new IllegalArgumentException("no indicator " + name);
        };
    }

    // ---------------------------------------------------------------- columns

    private double[] each(IntToDoubleFunction value) {
        double[] column = new double[candles.count()];
        Arrays.setAll(column, value);
        return column;
    }

    private double[] both(double[] one, double[] other, DoubleBinaryOperator value) {
        return each(i -> value.applyAsDouble(one[i], other[i]));
    }

    private static double[] negative(double[] numbers) {
        return Arrays.stream(numbers).map(number -> -number).toArray();
    }

    /** {@return where the numbers begin; one past the last if there are none} */
    private static int begin(double[] numbers) {
        int begin = 0;
        while (begin < numbers.length && Double.isNaN(numbers[begin])) {
            begin++;
        }
        return begin;
    }

    private static double mean(double[] numbers, int from, int count) {
        double differences = 0;
        for (int i = from; i < from + count; i++) {
            differences += numbers[i] - numbers[from];
        }
        return numbers[from] + differences / count;
    }

    private static double sum(double[] numbers, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += numbers[i];
        }
        return sum;
    }

    private double[] means(double[] numbers, int n) {
        int begin = begin(numbers);
        return each(i -> i < begin + n - 1 ? Double.NaN : mean(numbers, i - n + 1, n));
    }

    private double[] sums(double[] numbers, int n) {
        int begin = begin(numbers);
        return each(i -> i < begin + n - 1 ? Double.NaN : sum(numbers, i - n + 1, n));
    }

    private double[] highest(double[] numbers, int n) {
        int begin = begin(numbers);
        return each(i -> {
            double best = i < begin + n - 1 ? Double.NaN : numbers[i];
            for (int j = Math.max(0, i - n + 1); j < i; j++) {
                best = Math.max(best, numbers[j]);
            }
            return best;
        });
    }

    private double[] lowest(double[] numbers, int n) {
        return negative(highest(negative(numbers), n));
    }

    private double[] exponential(double[] numbers, int n) {
        int seed = begin(numbers) + n - 1;
        double[] averages = each(i -> Double.NaN);
        double weight = 2.0 / (n + 1);
        for (int i = seed; i < averages.length; i++) {
            averages[i] =
                    i == seed ? mean(numbers, i - n + 1, n) : (numbers[i] - averages[i - 1]) * weight + averages[i - 1];
        }
        return averages;
    }

    private double[] wilder(double[] numbers, int n) {
        int seed = begin(numbers) + n - 1;
        double[] averages = each(i -> Double.NaN);
        for (int i = seed; i < averages.length; i++) {
            averages[i] = i == seed ? sum(numbers, i - n + 1, n) / n : (averages[i - 1] * (n - 1) + numbers[i]) / n;
        }
        return averages;
    }

    private double[] weighted(double[] numbers, int n) {
        int begin = begin(numbers);
        double[] averages = each(i -> Double.NaN);
        for (int i = begin + n - 1; i < averages.length; i++) {
            double oldest = numbers[i - n + 1];
            double sum = 0;
            for (int weight = 1; weight <= n; weight++) {
                sum += weight * (numbers[i - n + weight] - oldest);
            }
            averages[i] = oldest + sum / (n * (n + 1) / 2);
        }
        return averages;
    }

    // ---------------------------------------------------------------- averages and oscillators

    private double[] adaptive(int n) {
        double fastest = 2.0 / (whole("fast") + 1);
        double slowest = 2.0 / (whole("slow") + 1);
        double[] averages = each(i -> Double.NaN);
        for (int i = n; i < averages.length; i++) {
            double steps = 0;
            for (int j = i - n + 1; j <= i; j++) {
                steps += Math.abs(price[j] - price[j - 1]);
            }
            double efficiency = steps == 0 ? 1 : Math.abs(price[i] - price[i - n]) / steps;
            double root = efficiency * (fastest - slowest) + slowest;
            double before = i == n ? price[n - 1] : averages[i - 1];
            averages[i] = (price[i] - before) * (root * root) + before;
        }
        return averages;
    }

    /** {@return how far each number is above (sign 1) or below (sign -1) the one before, else 0} */
    private double[] changes(double[] numbers, int sign) {
        return each(i -> i == 0 ? Double.NaN : Math.max(0, sign * (numbers[i] - numbers[i - 1])));
    }

    private double[] strength(double[] numbers, int n) {
        return both(
                wilder(changes(numbers, 1), n),
                wilder(changes(numbers, -1), n),
                (gain, loss) -> loss == 0 ? 100 : 100 - 100 / (1 + gain / loss));
    }

    private double[] positions(double[] numbers, double[] bottom, double[] top) {
        return each(i -> top[i] == bottom[i] ? 0 : 100 * ((numbers[i] - bottom[i]) / (top[i] - bottom[i])));
    }

    private List<double[]> withSignal(double[] line) {
        double[] signal = exponential(line, whole("signal"));
        return List.of(line, both(line, signal, (a, b) -> a - b), signal);
    }

    private double[] rates(double[] numbers, int n) {
        return each(i -> i < n ? Double.NaN : numbers[i - n] == 0 ? 0 : (numbers[i] / numbers[i - n] - 1) * 100);
    }

    private double[] typical() {
        return each(i -> (high[i] + low[i] + close[i]) / 3);
    }

    private double[] channelIndex(int n) {
        double[] prices = typical();
        double[] means = means(prices, n);
        return each(i -> {
            double sum = 0;
            for (int j = Math.max(0, i - n + 1); j <= i; j++) {
                sum += Math.abs(prices[j] - means[i]);
            }
            return sum == 0 ? 0 : (prices[i] - means[i]) / (0.015 * (sum / n));
        });
    }

    // ---------------------------------------------------------------- trends

    /** {@return how many candles before i the greatest of the n + 1 numbers up to i was last} */
    private static int age(double[] numbers, int i, int n) {
        int age = n;
        for (int back = n; back >= 0; back--) {
            if (numbers[i - back] >= numbers[i - age]) {
                age = back;
            }
        }
        return age;
    }

    private double[] directional(int n) {
        double[] ups = each(i -> i == 0 ? Double.NaN : movement(high[i] - high[i - 1], low[i - 1] - low[i]));
        double[] downs = each(i -> i == 0 ? Double.NaN : movement(low[i - 1] - low[i], high[i] - high[i - 1]));
        double[] plus = wilder(ups, n);
        double[] minus = wilder(downs, n);
        double[] index = each(i -> Double.NaN);
        int seed = 2 * n - 1;
        double sum = 0;
        for (int i = n; i < index.length; i++) {
            double both = plus[i] + minus[i];
            double strength = both == 0 ? 0 : 100 * (Math.abs(plus[i] - minus[i]) / both);
            if (i <= seed) {
                sum += strength;
                index[i] = i == seed ? sum / n : Double.NaN;
            } else {
                index[i] = both == 0 ? index[i - 1] : (index[i - 1] * (n - 1) + strength) / n;
            }
        }
        return index;
    }

    private static double movement(double own, double other) {
        return own > 0 && own > other ? own : 0;
    }

    private double[] trueRanges() {
        return each(i -> {
            if (i == 0) {
                return Double.NaN;
            }
            double range = high[i] - low[i];
            range = Math.max(range, Math.abs(high[i] - close[i - 1]));
            return Math.max(range, Math.abs(low[i] - close[i - 1]));
        });
    }

    private List<double[]> parabolic() {
        List<double[]> outputs =
                List.of(each(i -> Double.NaN), each(i -> Double.NaN), each(i -> Double.NaN), each(i -> Double.NaN));
        if (candles.count() < 2) {
            return outputs;
        }
        double most = factor("max_af");
        double start = Math.min(factor("af0"), most);
        boolean rising = !(low[0] - low[1] > 0 && low[0] - low[1] > high[1] - high[0]);
        double stop = rising ? low[0] : high[0];
        double extreme = rising ? high[1] : low[1];
        double acceleration = start;
        for (int i = 1; i < candles.count(); i++) {
            int before = Math.max(1, i - 1);
            double top = Math.max(high[before], high[i]);
            double bottom = Math.min(low[before], low[i]);
            boolean turned = false;
            if (rising && low[i] <= stop) {
                rising = false;
                turned = true;
                stop = Math.max(extreme, top);
                extreme = low[i];
            } else if (!rising && high[i] >= stop) {
                rising = true;
                turned = true;
                stop = Math.min(extreme, bottom);
                extreme = high[i];
            }
            outputs.get(rising ? 0 : 1)[i] = stop;
            if (turned) {
                acceleration = start;
            } else if (rising && high[i] > extreme) {
                extreme = high[i];
                acceleration = Math.min(most, acceleration + factor("af"));
            } else if (!rising && low[i] < extreme) {
                extreme = low[i];
                acceleration = Math.min(most, acceleration + factor("af"));
            }
            outputs.get(2)[i] = acceleration;
            outputs.get(3)[i] = turned ? 1 : 0;
            stop = stop + acceleration * (extreme - stop);
            stop = rising ? Math.min(stop, bottom) : Math.max(stop, top);
        }
        return outputs;
    }

    private List<double[]> superTrend(int n) {
        double factor = factor("multiplier");
        double[] ranges = trueRanges();
        ranges[0] = high[0] - low[0];
        double[] average = wilder(ranges, n);
        double[] floor = each(i -> (high[i] + low[i]) / 2 - factor * average[i]);
        double[] ceiling = each(i -> (high[i] + low[i]) / 2 + factor * average[i]);
        for (int i = n; i < floor.length; i++) {
            boolean fell = close[i - 1] < floor[i - 1];
            boolean rose = close[i - 1] > ceiling[i - 1];
            floor[i] = fell ? floor[i] : Math.max(floor[i], floor[i - 1]);
            ceiling[i] = rose ? ceiling[i] : Math.min(ceiling[i], ceiling[i - 1]);
        }
        double[] direction = each(i -> Double.NaN);
        for (int i = n; i < direction.length; i++) {
            boolean up = i == n || (direction[i - 1] == 1 ? close[i] >= floor[i] : close[i] > ceiling[i]);
            direction[i] = up ? 1 : -1;
        }
        double[] longs = each(i -> direction[i] == 1 ? floor[i] : Double.NaN);
        double[] shorts = each(i -> direction[i] == -1 ? ceiling[i] : Double.NaN);
        return List.of(each(i -> direction[i] == 1 ? longs[i] : shorts[i]), direction, longs, shorts);
    }

    private double lineEnd(int from, int n) {
        double middle = (n - 1) / 2.0;
        double sum = 0;
        double moments = 0;
        for (int place = 0; place < n; place++) {
            double distance = price[from + place] - price[from];
            sum += distance;
            moments += (place - middle) * distance;
        }
        double slope = moments / (n * (n * (double) n - 1) / 12);
        return price[from] + (sum / n + slope * middle);
    }

    // ---------------------------------------------------------------- volatility

    private double[] deviations(int n) {
        double[] means = means(price, n);
        return each(i -> {
            double squares = 0;
            for (int j = Math.max(0, i - n + 1); j <= i; j++) {
                squares += (price[j] - means[i]) * (price[j] - means[i]);
            }
            return i < n - 1 ? Double.NaN : StrictMath.sqrt(squares / n);
        });
    }

    private List<double[]> bands(int n) {
        double factor = factor("std");
        double[] middle = means(price, n);
        double[] deviation = deviations(n);
        double[] lower = both(middle, deviation, (m, d) -> m - factor * d);
        double[] upper = both(middle, deviation, (m, d) -> m + factor * d);
        return List.of(
                lower,
                middle,
                upper,
                each(i -> 100 * (upper[i] - lower[i]) / middle[i]),
                each(i -> (price[i] - lower[i]) / (upper[i] - lower[i])));
    }

    // ---------------------------------------------------------------- volume

    private double[] running(double[] numbers) {
        return each(i -> sum(numbers, 0, i + 1));
    }

    private double[] balance() {
        return running(each(i -> {
            double change = i == 0 ? 1 : close[i] - close[i - 1];
            return change > 0 ? candles.volume()[i] : change < 0 ? -candles.volume()[i] : 0;
        }));
    }

    private double[] flows() {
        return each(i -> {
            if (high[i] <= low[i]) {
                return 0;
            }
            return ((close[i] - low[i]) - (high[i] - close[i])) / (high[i] - low[i]) * candles.volume()[i];
        });
    }

    private double[] moneyFlow(int n) {
        double[] prices = typical();
        double[] ups = each(i -> i == 0 ? Double.NaN : prices[i] > prices[i - 1] ? prices[i] * candles.volume()[i] : 0);
        double[] downs =
                each(i -> i == 0 ? Double.NaN : prices[i] < prices[i - 1] ? prices[i] * candles.volume()[i] : 0);
        return both(sums(ups, n), sums(downs, n), (up, down) -> 100 * (up / (up + down)));
    }

    private double[] sessionAverage(int anchor) {
        double[] prices = typical();
        return each(i -> {
            double traded = 0;
            double volume = 0;
            for (int j = 0; j <= i; j++) {
                if (candles.day()[j] == candles.day()[i] && candles.second()[j] >= anchor) {
                    traded += prices[j] * candles.volume()[j];
                    volume += candles.volume()[j];
                }
            }
            return traded / volume;
        });
    }

    // ---------------------------------------------------------------- pivots

    /** Only the last candle's are worked out. */
    private List<double[]> pivots(String name) {
        long today = candles.day()[candles.count() - 1];
        int end = 0;
        while (candles.day()[end] < today) {
            end++;
        }
        double[] levels = end == 0 ? new double[0] : levels(name, end);
        return definition(name).outputs().stream()
                .map(output -> {
                    int place = definition(name).outputs().indexOf(output);
                    return each(i -> levels.length == 0 ? Double.NaN : levels[place]);
                })
                .toList();
    }

    /**
     * {@return the levels from the session whose last candle is the one before the given end; none if it may have begun
     * before the first candle}
     */
    private double[] levels(String name, int end) {
        int begin = end - 1;
        while (begin > 0 && candles.day()[begin - 1] == candles.day()[end - 1]) {
            begin--;
        }
        if (begin == 0 && !candles.daily() && candles.second()[0] != candles.opening()) {
            return new double[0];
        }
        double h = Arrays.stream(high, begin, end).max().orElseThrow();
        double l = Arrays.stream(low, begin, end).min().orElseThrow();
        double o = candles.open()[begin];
        double c = close[end - 1];
        double p = (h + l + c) / 3;
        return switch (name) {
            case "pivot" ->
                new double[] {p, 2 * p - l, p + (h - l), h + 2 * (p - l), 2 * p - h, p - (h - l), l - 2 * (h - p)};
            case "cpr" -> new double[] {2 * p - (h + l) / 2, p, (h + l) / 2};
            case "camarilla" -> {
                double r = (h - l) * 1.1;
                yield new double[] {
                    c + r / 2, c + r / 4, c + r / 6, c + r / 12, c - r / 12, c - r / 6, c - r / 4, c - r / 2
                };
            }
            case "fib_pivot" ->
                new double[] {
                    p,
                    p + 0.382 * (h - l),
                    p + 0.618 * (h - l),
                    p + (h - l),
                    p - 0.382 * (h - l),
                    p - 0.618 * (h - l),
                    p - (h - l)
                };
            case "woodie_pivot" -> {
                double w = (h + l + 2 * c) / 4;
                yield new double[] {w, 2 * w - l, w + (h - l), 2 * w - h, w - (h - l)};
            }
            default -> {
                double x = c == o ? h + l + 2 * c : c < o ? h + 2 * l + c : 2 * h + l + c;
                yield new double[] {x / 4, x / 2 - l, x / 2 - h};
            }
        };
    }

    // ---------------------------------------------------------------- charts

    private double[] middles(int n) {
        return both(highest(high, n), lowest(low, n), (top, bottom) -> (top + bottom) / 2);
    }

    private List<double[]> cloud() {
        double[] tenkan = middles(whole("tenkan_period"));
        double[] kijun = middles(whole("kijun_period"));
        double[] senkou = middles(whole("senkou_b_period"));
        int ago = whole("displacement");
        return List.of(
                tenkan,
                kijun,
                each(i -> i < ago ? Double.NaN : (tenkan[i - ago] + kijun[i - ago]) / 2),
                each(i -> i < ago ? Double.NaN : senkou[i - ago]),
                close);
    }

    private List<double[]> averageCandles() {
        double[] closes = each(i -> (candles.open()[i] + high[i] + low[i] + close[i]) / 4);
        double[] opens = each(i -> (candles.open()[i] + close[i]) / 2);
        for (int i = 1; i < opens.length; i++) {
            opens[i] = (opens[i - 1] + closes[i - 1]) / 2;
        }
        return List.of(
                opens,
                each(i -> Arrays.stream(new double[] {high[i], opens[i], closes[i]})
                        .max()
                        .orElseThrow()),
                each(i -> Arrays.stream(new double[] {low[i], opens[i], closes[i]})
                        .min()
                        .orElseThrow()),
                closes);
    }
}
