package dev.nightjar.strategy;

/**
 * Which expiry of those the data has.
 *
 * @param unit W, M, Q or Y
 * @param number counts from 0 those not before the day: every expiry, or the last of each month, quarter or year that
 *     has one
 */
public record ExpiryChoice(char unit, int number) {

    /** {@return its short name, such as {@code W1}} */
    public String label() {
        return unit + Integer.toString(number);
    }
}
