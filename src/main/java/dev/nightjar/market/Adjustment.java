package dev.nightjar.market;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Makes the earlier prices of a share comparable with those of a day on which it is looked at, by what was known then:
 * actions after that day do not count.
 *
 * <p>A price is multiplied by the factors of all actions with an ex-date after the price's day. The factor of a split is
 * old shares over new shares, that of a dividend is 1 - dividend / close of the trading day before the ex-date, as CRSP and
 * those who follow it do. Of a split and a dividend on one day the split comes first: the dividend is for a share after
 * it. Volumes are divided by the factors of splits alone.
 *
 * <p>Factors are kept as exact fractions; only the adjusted price is rounded, half-even at {@link #SCALE}.
 *
 * @see <a href="https://help.yahoo.com/kb/SLN28256.html">What is the adjusted close?</a>
 */
public final class Adjustment {

    /** Adjusted prices are whole units of 10<sup>-6</sup>. */
    public static final int SCALE = 6;

    private static final Factor NONE = new Factor(BigInteger.ONE, BigInteger.ONE);

    /** For days before the key and not before the key below it. */
    private final NavigableMap<LocalDate, Step> steps;

    private Adjustment(NavigableMap<LocalDate, Step> steps) {
        this.steps = steps;
    }

    private record Step(Factor prices, Factor volumes) {}

    /**
     * Adjusts by the actions up to a day.
     *
     * @param actions of one share, in any order
     * @param asOf the day on which is looked at it; actions with a later ex-date are left out
     * @param closes the raw closing prices, at least that of the last trading day before each dividend
     * @throws IllegalArgumentException if there is no close before a dividend, or one that is not above it
     */
    public static Adjustment of(
            Collection<CorporateAction> actions, LocalDate asOf, NavigableMap<LocalDate, BigDecimal> closes) {
        NavigableMap<LocalDate, List<CorporateAction>> days = new TreeMap<>();
        for (CorporateAction action : actions) {
            if (!action.exDate().isAfter(asOf)) {
                days.computeIfAbsent(action.exDate(), absent -> new ArrayList<>())
                        .add(action);
            }
        }
        NavigableMap<LocalDate, Step> steps = new TreeMap<>();
        Step later = new Step(NONE, NONE);
        for (Map.Entry<LocalDate, List<CorporateAction>> day :
                days.descendingMap().entrySet()) {
            later = before(day.getKey(), day.getValue(), closes, later);
            steps.put(day.getKey(), later);
        }
        return new Adjustment(Collections.unmodifiableNavigableMap(steps));
    }

    private static Step before(
            LocalDate exDate, List<CorporateAction> actions, NavigableMap<LocalDate, BigDecimal> closes, Step later) {
        Factor split = NONE;
        BigDecimal dividends = BigDecimal.ZERO;
        for (CorporateAction action : actions) {
            if (action instanceof CorporateAction.Split shares) {
                split = split.times(BigInteger.valueOf(shares.oldShares()), BigInteger.valueOf(shares.newShares()));
            } else if (action instanceof CorporateAction.Dividend dividend) {
                dividends = dividends.add(dividend.amount());
            }
        }
        Factor prices = later.prices().times(split.numerator(), split.denominator());
        if (dividends.signum() > 0) {
            prices = withDividend(prices, exDate, dividends, closes, split);
        }
        return new Step(prices, later.volumes().times(split.numerator(), split.denominator()));
    }

    private static Factor withDividend(
            Factor prices,
            LocalDate exDate,
            BigDecimal dividend,
            NavigableMap<LocalDate, BigDecimal> closes,
            Factor split) {
        Map.Entry<LocalDate, BigDecimal> last = closes.lowerEntry(exDate);
        if (last == null) {
            throw new IllegalArgumentException("no close is known before the dividend of " + exDate);
        }
        // close * split = c / d, so that 1 - dividend / (c / d) = (c - dividend * d) / c
        int scale = Math.max(0, Math.max(last.getValue().scale(), dividend.scale()));
        BigInteger close = units(last.getValue(), scale).multiply(split.numerator());
        BigInteger paid = units(dividend, scale).multiply(split.denominator());
        BigInteger left = close.subtract(paid);
        if (left.signum() <= 0) {
            throw new IllegalArgumentException("the dividend of " + exDate + ", " + dividend.toPlainString()
                    + ", is not below the close of " + last.getKey() + ", "
                    + last.getValue().toPlainString());
        }
        return prices.times(left, close);
    }

    private static BigInteger units(BigDecimal value, int scale) {
        return value.setScale(scale, RoundingMode.UNNECESSARY).unscaledValue();
    }

    /**
     * {@return the day's closing prices of candles, as {@link #of} takes them}
     *
     * @param zone of the exchange
     */
    public static NavigableMap<LocalDate, BigDecimal> closes(Bars raw, ZoneId zone) {
        NavigableMap<LocalDate, BigDecimal> closes = new TreeMap<>();
        for (int bar = 0; bar < raw.count(); bar++) {
            closes.put(date(raw, bar, zone), BigDecimal.valueOf(raw.close(bar), raw.priceScale()));
        }
        return closes;
    }

    private static LocalDate date(Bars bars, int bar, ZoneId zone) {
        return LocalDate.ofInstant(Instant.ofEpochSecond(bars.start(bar)), zone);
    }

    /**
     * {@return a raw price of a day, adjusted, in units of {@link #SCALE}}
     *
     * @param price in units of the price scale
     * @throws ArithmeticException if the result does not fit a long
     */
    public long price(LocalDate date, long price, int priceScale) {
        return at(date).prices().rescaled(priceScale, SCALE).of(price);
    }

    /** {@return a raw volume of a day, adjusted and rounded half-even to whole units} */
    public long volume(LocalDate date, long volume) {
        return at(date).volumes().inverse().of(volume);
    }

    private Step at(LocalDate date) {
        Map.Entry<LocalDate, Step> next = steps.higherEntry(date);
        return next == null ? new Step(NONE, NONE) : next.getValue();
    }

    /**
     * {@return candles with adjusted prices, at {@link #SCALE}, and volumes}
     *
     * @param zone of the exchange, which tells the day of a candle
     */
    public Bars adjusted(Bars raw, ZoneId zone) {
        int count = raw.count();
        long[] starts = new long[count];
        long[][] prices = new long[4][count];
        long[] volumes = new long[count];
        for (int first = 0; first < count; ) {
            LocalDate date = date(raw, first, zone);
            LocalDate exDate = steps.higherKey(date);
            int end = exDate == null
                    ? count
                    : raw.firstAtOrAfter(exDate.atStartOfDay(zone).toEpochSecond());
            Step step = at(date);
            Factor price = step.prices().rescaled(raw.priceScale(), SCALE);
            Factor volume = step.volumes().inverse();
            for (int bar = first; bar < end; bar++) {
                starts[bar] = raw.start(bar);
                prices[0][bar] = price.of(raw.open(bar));
                prices[1][bar] = price.of(raw.high(bar));
                prices[2][bar] = price.of(raw.low(bar));
                prices[3][bar] = price.of(raw.close(bar));
                volumes[bar] = volume.of(raw.volume(bar));
            }
            first = end;
        }
        return Bars.of(SCALE, starts, prices[0], prices[1], prices[2], prices[3], volumes);
    }

    /** An exact positive fraction in lowest terms. */
    private record Factor(BigInteger numerator, BigInteger denominator) {

        Factor times(BigInteger above, BigInteger below) {
            BigInteger top = numerator.multiply(above);
            BigInteger bottom = denominator.multiply(below);
            BigInteger common = top.gcd(bottom);
            return new Factor(top.divide(common), bottom.divide(common));
        }

        Factor rescaled(int from, int to) {
            return times(BigInteger.TEN.pow(to), BigInteger.TEN.pow(from));
        }

        Factor inverse() {
            return new Factor(denominator, numerator);
        }

        /** {@return a value times this, rounded half-even} */
        long of(long value) {
            int bits = Long.SIZE - Long.numberOfLeadingZeros(Math.abs(value));
            if (numerator.bitLength() + bits < Long.SIZE && denominator.bitLength() < Long.SIZE - 1) {
                return Decimals.divideHalfEven(value * numerator.longValue(), denominator.longValue());
            }
            BigDecimal product = new BigDecimal(numerator.multiply(BigInteger.valueOf(value)));
            return product.divide(new BigDecimal(denominator), 0, RoundingMode.HALF_EVEN)
                    .longValueExact();
        }
    }
}
