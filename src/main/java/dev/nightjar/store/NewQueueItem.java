package dev.nightjar.store;

import dev.nightjar.run.InstanceKey;
import org.jspecify.annotations.Nullable;

/**
 * What is to be put into a queue.
 *
 * @param json the text of the strategy file
 * @param capital in millionths of the currency, or null if the queue's counts
 * @param source where it was read, for people
 */
public record NewQueueItem(
        String queue,
        InstanceKey key,
        String json,
        @Nullable Long capital,
        boolean oneShot,
        boolean sampleData,
        String source) {}
