package dev.nightjar.store;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What one instance did on one day.
 *
 * @param pnl in millionths of the currency, as are fees
 * @param failure why it did not get through the day, or null
 */
public record DayTotal(
        int instance,
        LocalDate date,
        long trades,
        long pnl,
        long fees,
        @Nullable String failure) {}
