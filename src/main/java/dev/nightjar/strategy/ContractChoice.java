package dev.nightjar.strategy;

import dev.nightjar.market.OptionType;

/**
 * How an option contract is chosen when a leg enters.
 *
 * @param expiryUnit W, M, Q or Y
 * @param expiryNumber counts from 0 those not before the day: every expiry, or the last of each month, quarter or year
 *     that has one
 * @param strikeOffset 0 is at the money; positive steps out of the money, negative in the money, in strike intervals
 */
public record ContractChoice(OptionType type, char expiryUnit, int expiryNumber, int strikeOffset) {

    /** {@return the expiry's short name, such as {@code W1}} */
    public String expiryLabel() {
        return expiryUnit + Integer.toString(expiryNumber);
    }

    /** {@return the strike's short name, such as {@code ATM}, {@code OTM2} or {@code ITM1}} */
    public String strikeLabel() {
        if (strikeOffset == 0) {
            return "ATM";
        }
        return (strikeOffset > 0 ? "OTM" : "ITM") + Math.abs(strikeOffset);
    }
}
