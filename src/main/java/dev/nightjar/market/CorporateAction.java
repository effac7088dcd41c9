package dev.nightjar.market;

import java.math.BigDecimal;
import java.time.LocalDate;

/** What a company did to its shares so that prices before and after a day cannot be compared as they are. */
public sealed interface CorporateAction {

    /** {@return the first day on which the share trades without what the holders of the day before were given} */
    LocalDate exDate();

    /**
     * So many new shares for so many old ones: 7 for 1 in a 7:1 split, 1 for 10 in a reverse split. A bonus of one share
     * for each held is 2 for 1.
     *
     * @param newShares at least 1
     * @param oldShares at least 1
     */
    record Split(LocalDate exDate, long newShares, long oldShares) implements CorporateAction {
        public Split {
            if (newShares < 1 || oldShares < 1) {
                throw new IllegalArgumentException(
                        "a split is of whole shares above 0, was " + newShares + ":" + oldShares + " on " + exDate);
            }
        }
    }

    /**
     * Money for each share.
     *
     * @param amount for one share, as shares are counted on the ex-date; above 0
     */
    record Dividend(LocalDate exDate, BigDecimal amount) implements CorporateAction {
        public Dividend {
            if (amount.signum() <= 0) {
                throw new IllegalArgumentException(
                        "a dividend is above 0, was " + amount.toPlainString() + " on " + exDate);
            }
        }
    }
}
