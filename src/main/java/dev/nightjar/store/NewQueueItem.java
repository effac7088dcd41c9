package dev.nightjar.store;

import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.Variant;
import org.jspecify.annotations.Nullable;

/**
 * What is to be put into a queue.
 *
 * @param json the text of the strategy file
 * @param capital in millionths of the currency, or null if the queue's counts
 * @param source where it was read, for people
 * @param variant which of many variants of a file it is, if it is one
 */
public record NewQueueItem(
        String queue,
        InstanceKey key,
        String json,
        @Nullable Long capital,
        boolean oneShot,
        boolean sampleData,
        String source,
        Variant variant) {

    public NewQueueItem(
            String queue,
            InstanceKey key,
            String json,
            @Nullable Long capital,
            boolean oneShot,
            boolean sampleData,
            String source) {
        this(queue, key, json, capital, oneShot, sampleData, source, Variant.NONE);
    }
}
