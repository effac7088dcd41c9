package dev.nightjar.store;

import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.Variant;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A strategy standing in a queue.
 *
 * @param capital in millionths of the currency, or null if the queue's counts
 * @param oneShot whether it leaves the queue with the first run that has dealt with it
 * @param sampleData whether it came with the program
 * @param source where it was read, for people
 * @param variant which of many variants of a file it is, if it is one
 * @param lastRun the number of the last run that had it, or null
 * @param lastStatus how it fared there, or null
 */
public record QueueItem(
        long id,
        String queue,
        InstanceKey key,
        String strategyHash,
        @Nullable Long capital,
        boolean oneShot,
        boolean sampleData,
        String source,
        Variant variant,
        Instant addedAt,
        @Nullable Long lastRun,
        @Nullable String lastStatus) {}
