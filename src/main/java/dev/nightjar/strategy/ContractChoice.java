package dev.nightjar.strategy;

import dev.nightjar.market.OptionType;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** How the contract of a leg is chosen when it enters. */
public sealed interface ContractChoice {

    /** {@return an option whose strike is relative to the money} */
    static Option option(OptionType type, char expiryUnit, int expiryNumber, int strikeOffset) {
        return new Option(type, new ExpiryChoice(expiryUnit, expiryNumber), strikeOffset, null);
    }

    /**
     * An option on the trading instrument.
     *
     * @param strikeOffset 0 is at the money; positive steps out of the money, negative in the money, in strike intervals;
     *     0 if the strike is fixed
     * @param strike in price; null unless it is fixed
     */
    record Option(
            OptionType type,
            ExpiryChoice expiry,
            int strikeOffset,
            @Nullable BigDecimal strike) implements ContractChoice {

        /** {@return the strike's short name, such as {@code ATM}, {@code OTM2}, {@code ITM1} or {@code 24500}} */
        public String strikeLabel() {
            if (strike != null) {
                return strike.stripTrailingZeros().toPlainString();
            }
            if (strikeOffset == 0) {
                return "ATM";
            }
            return (strikeOffset > 0 ? "OTM" : "ITM") + Math.abs(strikeOffset);
        }
    }

    /** A future on the trading instrument. */
    record Future(ExpiryChoice expiry) implements ContractChoice {}

    /** The trading instrument itself. */
    record Stock() implements ContractChoice {}
}
