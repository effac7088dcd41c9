package dev.nightjar.outcome;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The sums of one instance's day, for the database and for directories.
 *
 * @param instance its run-wide number
 * @param trades closed transactions; parts of one that is still open are in no sum
 * @param wins trades with a profit above 0
 * @param pnl realised, net of fees, in money
 * @param fees of the trades, entries and exits, in money
 * @param failedReason null unless the instance failed on this day
 */
public record InstanceDayTotals(
        int instance,
        LocalDate date,
        int trades,
        int wins,
        long pnl,
        long fees,
        @Nullable String failedReason) {}
