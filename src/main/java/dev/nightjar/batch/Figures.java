package dev.nightjar.batch;

import dev.nightjar.market.Decimals;
import dev.nightjar.store.InstanceResult;
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

    /** {@return the sum of a run; amounts of several currencies have none} */
    public static String total(@Nullable BigInteger units) {
        return units == null ? "in several currencies" : money(units);
    }

    /** {@return an amount of money with two decimals, and the currency if results are in several} */
    public static String money(InstanceResult result, boolean several) {
        return money(result.totalPnl()) + (several ? " " + result.currency() : "");
    }

    /** {@return a percentage with one decimal; a dash for none} */
    public static String percent(@Nullable BigDecimal rate) {
        return rate == null ? "-" : rate.setScale(1, RoundingMode.HALF_EVEN).toPlainString() + " %";
    }
}
