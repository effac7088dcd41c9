package dev.nightjar.simulation;

import java.math.BigDecimal;

/** How large a position is made. It is settled at the fill, by what the account is worth then. */
public sealed interface Sizing {

    /** {@return the name used in files} */
    String policy();

    /**
     * A part of the equity.
     *
     * @param percent above 0, at most 100
     */
    record PercentOfEquity(BigDecimal percent) implements Sizing {
        static final String POLICY = "percent_of_equity";

        @Override
        public String policy() {
            return POLICY;
        }
    }

    /** The equity divided by the number of symbols of the simulation. */
    record EqualWeight() implements Sizing {
        static final String POLICY = "equal_weight";

        @Override
        public String policy() {
            return POLICY;
        }
    }

    /**
     * Always the same money.
     *
     * @param amount in units of money, above 0
     */
    record FixedAmount(long amount) implements Sizing {
        static final String POLICY = "fixed_amount";

        @Override
        public String policy() {
            return POLICY;
        }
    }

    /**
     * Always the same number of shares.
     *
     * @param quantity above 0
     */
    record FixedQuantity(long quantity) implements Sizing {
        static final String POLICY = "fixed_quantity";

        @Override
        public String policy() {
            return POLICY;
        }
    }

    /**
     * So many shares that a move of some average true ranges costs a part of the equity; never for more than the equity.
     *
     * @param riskPercent of the equity, above 0, at most 100
     * @param atrPeriod of the average true range, 2 to 200
     * @param atrMultiple how many average true ranges the move has, above 0
     */
    record RiskAtr(BigDecimal riskPercent, int atrPeriod, BigDecimal atrMultiple) implements Sizing {
        static final String POLICY = "risk_atr";

        @Override
        public String policy() {
            return POLICY;
        }
    }

    /**
     * The part of the equity that makes the account swing as wanted, if it swings as the symbol did; never more than the
     * equity.
     *
     * @param annualPercent the standard deviation of the returns of a year that is wanted, above 0
     * @param lookback how many returns from bar to bar tell how the symbol swings, 2 to 1000
     */
    record VolatilityTarget(BigDecimal annualPercent, int lookback) implements Sizing {
        static final String POLICY = "volatility_target";

        @Override
        public String policy() {
            return POLICY;
        }
    }
}
