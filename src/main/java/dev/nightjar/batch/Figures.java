package dev.nightjar.batch;

import dev.nightjar.market.Decimals;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Figures as terminals show them: shorter than in the result files. */
public final class Figures {

    private Figures() {}

    /** {@return an amount of money with two decimals} */
    public static String money(long units) {
        return money(BigInteger.valueOf(units));
    }

    /** {@return an amount of money with two decimals} */
    public static String money(BigInteger units) {
        return new BigDecimal(units, Decimals.MONEY_SCALE)
                .setScale(2, RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    /** {@return a percentage with one decimal; a dash for none} */
    public static String percent(@Nullable BigDecimal rate) {
        return rate == null ? "-" : rate.setScale(1, RoundingMode.HALF_EVEN).toPlainString() + " %";
    }
}
