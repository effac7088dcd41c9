package dev.nightjar.simulation;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.time.temporal.WeekFields;

/**
 * When positions of a shared account are brought back to their size: at the close of the first bar of a period, if they are
 * off by more than a part of the equity.
 *
 * @param driftPercent of the equity; what is off by no more is left alone
 */
public record Rebalance(Every every, BigDecimal driftPercent) {

    /** How often it is looked at. */
    public enum Every {
        DAY("day"),
        /** From Monday on. */
        WEEK("week"),
        MONTH("month"),
        QUARTER("quarter");

        private final String label;

        Every(String label) {
            this.label = label;
        }

        /** {@return the name used in files} */
        public String label() {
            return label;
        }

        /** {@return whether a day belongs to another period than an earlier one} */
        boolean isNew(LocalDate earlier, LocalDate date) {
            return switch (this) {
                case DAY -> !date.equals(earlier);
                case WEEK ->
                    date.get(WeekFields.ISO.weekOfWeekBasedYear()) != earlier.get(WeekFields.ISO.weekOfWeekBasedYear())
                            || date.get(WeekFields.ISO.weekBasedYear()) != earlier.get(WeekFields.ISO.weekBasedYear());
                case MONTH -> date.getMonth() != earlier.getMonth() || date.getYear() != earlier.getYear();
                case QUARTER ->
                    date.get(IsoFields.QUARTER_OF_YEAR) != earlier.get(IsoFields.QUARTER_OF_YEAR)
                            || date.getYear() != earlier.getYear();
            };
        }
    }
}
