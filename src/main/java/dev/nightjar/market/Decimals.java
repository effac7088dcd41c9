package dev.nightjar.market;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Exact decimal numbers as whole units of 10<sup>-scale</sup>: prices at their instrument's scale, money at {@link
 * #MONEY_SCALE}.
 *
 * <p>Scales lie between 0 and {@link #MAX_SCALE}. Everything that could overflow throws {@link ArithmeticException}
 * instead of wrapping.
 */
public final class Decimals {

    /** Money is a whole number of 10<sup>-6</sup> of the currency. */
    public static final int MONEY_SCALE = 6;

    /** Factors such as scale, percentages and lots have at most this many fraction digits. */
    public static final int FACTOR_SCALE = 6;

    /** The largest scale of a price. */
    public static final int MAX_SCALE = 9;

    private static final double LARGEST_ROUNDED = 0x1p62;
    private static final int FRACTION_BITS = 52;
    private static final long FRACTION_MASK = (1L << FRACTION_BITS) - 1;
    private static final int EXPONENT_MASK = 0x7FF;
    private static final int EXPONENT_BIAS = 1023;
    /** A fraction of 53 bits times 10<sup>9</sup> has at most 83; what is divided by more is less than a half. */
    private static final int MOST_PRODUCT_BITS = 84;

    private static final long[] POWERS_OF_TEN = powersOfTen();

    private Decimals() {}

    private static long[] powersOfTen() {
        long[] powers = new long[19];
        powers[0] = 1;
        for (int exponent = 1; exponent < powers.length; exponent++) {
            powers[exponent] = powers[exponent - 1] * 10;
        }
        return powers;
    }

    /**
     * {@return 10 to the given power}
     *
     * @param exponent 0 to 18
     */
    public static long powerOfTen(int exponent) {
        return POWERS_OF_TEN[exponent];
    }

    /** {@return the value as a double, by one correctly rounded division} */
    public static double toDouble(long units, int scale) {
        return (double) units / (double) POWERS_OF_TEN[scale];
    }

    /** {@return the value with exactly {@code scale} fraction digits, such as {@code -5883.75}} */
    public static String format(long units, int scale) {
        return BigDecimal.valueOf(units, scale).toPlainString();
    }

    /**
     * {@return the value at another scale, rounded half-even where digits are lost}
     *
     * @throws ArithmeticException if the result does not fit a long
     */
    public static long rescale(long units, int from, int to) {
        if (to == from) {
            return units;
        }
        if (to > from) {
            return Math.multiplyExact(units, POWERS_OF_TEN[to - from]);
        }
        return divideHalfEven(units, POWERS_OF_TEN[from - to]);
    }

    /** {@return units divided by a positive divisor, rounded half-even} */
    public static long divideHalfEven(long units, long divisor) {
        long floor = Math.floorDiv(units, divisor);
        long rest = Math.floorMod(units, divisor);
        long toNext = divisor - rest;
        if (rest > toNext || (rest == toNext && (floor & 1) != 0)) {
            return floor + 1;
        }
        return floor;
    }

    /** {@return whether {@link #rounded} can tell the value at a scale} */
    public static boolean fits(double value, int scale) {
        return Math.abs(value) < LARGEST_ROUNDED / (double) POWERS_OF_TEN[scale];
    }

    /**
     * {@return a double, which is a binary fraction, rounded half-even to whole units of a scale}
     *
     * @param value one that {@link #fits}
     * @param scale 0 to {@link #MAX_SCALE}
     */
    public static long rounded(double value, int scale) {
        long bits = Double.doubleToRawLongBits(value);
        int exponent = Math.max(1, (int) (bits >>> FRACTION_BITS) & EXPONENT_MASK);
        long fraction = (bits & FRACTION_MASK) | (Math.abs(value) >= Double.MIN_NORMAL ? FRACTION_MASK + 1 : 0);
        // the value is fraction / 2^shift
        int shift = EXPONENT_BIAS + FRACTION_BITS - exponent;
        long high = Math.multiplyHigh(fraction, POWERS_OF_TEN[scale]);
        long low = fraction * POWERS_OF_TEN[scale];
        long units;
        if (shift <= 0) {
            units = low << -shift;
        } else if (shift < Long.SIZE) {
            units = (low >>> shift) | (high << 1 << (Long.SIZE - 1 - shift));
            long rest = low & ((1L << shift) - 1);
            units += up(Long.compare(rest, 1L << (shift - 1)), units);
        } else if (shift < MOST_PRODUCT_BITS) {
            int highShift = shift - Long.SIZE;
            units = high >>> highShift;
            long rest = high & ((1L << highShift) - 1);
            long half = highShift == 0 ? 0 : 1L << (highShift - 1);
            int above = Long.compare(rest, half);
            units += up(above != 0 ? above : Long.compareUnsigned(low, highShift == 0 ? Long.MIN_VALUE : 0), units);
        } else {
            units = 0;
        }
        return bits < 0 ? -units : units;
    }

    /** {@return what a number cut off is rounded up by, its rest compared with a half} */
    private static long up(int restToHalf, long units) {
        return restToHalf > 0 || (restToHalf == 0 && (units & 1) != 0) ? 1 : 0;
    }

    /**
     * {@return the decimal as whole units of the scale}
     *
     * @throws ArithmeticException if it has more fraction digits than the scale, or does not fit a long
     */
    public static long exactUnits(BigDecimal value, int scale) {
        return value.setScale(scale, RoundingMode.UNNECESSARY).unscaledValue().longValueExact();
    }
}
