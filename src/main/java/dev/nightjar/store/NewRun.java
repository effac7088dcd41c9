package dev.nightjar.store;

import java.time.Instant;

/**
 * A run that is about to begin.
 *
 * @param settings what the queue meant when the run began, as JSON
 * @param overrides what the command line said, as JSON
 */
public record NewRun(
        String queue,
        String trigger,
        String mode,
        String settings,
        String overrides,
        boolean sampleData,
        String nightjarVersion,
        String engineVersion,
        String host,
        long pid,
        Instant startedAt) {}
