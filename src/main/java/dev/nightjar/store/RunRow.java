package dev.nightjar.store;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One run of a queue.
 *
 * @param id names it in the database
 * @param run its number, counted from 1 in its queue
 * @param settings what the queue meant when it began, as JSON
 * @param overrides what the command line said, as JSON
 * @param firstDay null until it is prepared
 * @param lastDay null until it is prepared
 * @param host where it was last worked on
 * @param finishedAt null while it is unfinished
 * @param restartsWithoutProgress how often it was taken up again since it last finished a partition
 * @param totalPnl in millionths of the currency, as are fees; null if results are in several currencies
 * @param lagP99Micros how late the slices of a paced run came, or null
 */
public record RunRow(
        long id,
        String queue,
        long run,
        RunState state,
        String trigger,
        String mode,
        String settings,
        String overrides,
        boolean sampleData,
        String nightjarVersion,
        String engineVersion,
        @Nullable LocalDate firstDay,
        @Nullable LocalDate lastDay,
        String host,
        long pid,
        Instant startedAt,
        @Nullable Instant finishedAt,
        int restarts,
        int restartsWithoutProgress,
        int instances,
        int completed,
        int rejected,
        int failed,
        long totalTrades,
        @Nullable BigInteger totalPnl,
        @Nullable BigInteger fees,
        @Nullable Long lagP99Micros) {}
