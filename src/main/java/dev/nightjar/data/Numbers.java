package dev.nightjar.data;

import dev.nightjar.market.Decimals;

/** Parses decimal numbers from bytes, exactly. A result below zero says why there is none. */
final class Numbers {

    static final long NOT_A_NUMBER = -1;
    static final long NEGATIVE = -2;
    static final long TOO_FINE = -3;
    static final long TOO_LARGE = -4;

    private Numbers() {}

    /**
     * {@return the number in whole units of 10<sup>-scale</sup>, or one of the constants below zero}
     *
     * <p>Digits with at most one point; zeros behind the scale are accepted, other digits there are {@link #TOO_FINE}.
     */
    static long units(byte[] bytes, int from, int to, int scale) {
        int at = from;
        boolean negative = at < to && bytes[at] == '-';
        if (negative) {
            at++;
        }
        long units = 0;
        int digits = 0;
        int fraction = -1;
        boolean tooFine = false;
        for (; at < to; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                if (bytes[at] != '.' || fraction >= 0) {
                    return NOT_A_NUMBER;
                }
                fraction = 0;
                continue;
            }
            digits++;
            if (fraction >= scale) {
                tooFine |= digit != 0;
                continue;
            }
            if (fraction >= 0) {
                fraction++;
            }
            if (units > (Long.MAX_VALUE - digit) / 10) {
                return TOO_LARGE;
            }
            units = units * 10 + digit;
        }
        if (digits == 0 || bytes[to - 1] == '.') {
            return NOT_A_NUMBER;
        }
        int missing = scale - Math.max(fraction, 0);
        if (missing > 0) {
            long factor = Decimals.powerOfTen(missing);
            if (units > Long.MAX_VALUE / factor) {
                return TOO_LARGE;
            }
            units *= factor;
        }
        if (negative && units != 0) {
            return NEGATIVE;
        }
        return tooFine ? TOO_FINE : units;
    }

    /** {@return the reason behind a result below zero, as the end of a sentence about the value} */
    static String reason(long result, int scale) {
        if (result == NEGATIVE) {
            return "is negative";
        }
        if (result == TOO_FINE) {
            return "is finer than the instrument's price_scale of " + scale;
        }
        return result == TOO_LARGE ? "is too large" : "is not a decimal number";
    }
}
