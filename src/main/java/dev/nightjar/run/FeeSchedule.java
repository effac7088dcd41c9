package dev.nightjar.run;

import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.Side;
import java.math.BigDecimal;
import java.time.LocalDate;

/** What trading costs. */
public interface FeeSchedule {

    /** Nothing. */
    FeeSchedule NONE = new FeeSchedule() {
        @Override
        public String name() {
            return "none";
        }

        @Override
        public long fees(
                LocalDate date,
                String exchange,
                InstrumentKind kind,
                Side side,
                BigDecimal lots,
                long quantity,
                long price,
                int priceScale) {
            return 0;
        }
    };

    /** {@return the name used in settings and files} */
    String name();

    /**
     * {@return the fees of one fill, in units of money, not negative}
     *
     * @param date of the fill at the exchange
     * @param lots of the fill
     * @param quantity of the fill, in units of the instrument
     * @param price of the fill, in units of the price scale
     * @throws IllegalStateException if the schedule has no row for such a fill, saying which
     */
    long fees(
            LocalDate date,
            String exchange,
            InstrumentKind kind,
            Side side,
            BigDecimal lots,
            long quantity,
            long price,
            int priceScale);
}
