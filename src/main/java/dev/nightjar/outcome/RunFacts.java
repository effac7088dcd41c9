package dev.nightjar.outcome;

import dev.nightjar.run.Mode;
import dev.nightjar.run.Replay;
import dev.nightjar.run.Trigger;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a run in its files.
 *
 * @param job the name of the job, or of the command for a one-off
 * @param run its number in its queue; null for a one-off
 * @param queue null for a one-off
 * @param speed 0 for as fast as the machine goes
 * @param replay what of the data stood for the market
 */
public record RunFacts(
        String nightjarVersion,
        String engineVersion,
        String job,
        @Nullable Long run,
        @Nullable String queue,
        Trigger trigger,
        Mode mode,
        BigDecimal speed,
        Replay replay,
        boolean sampleData,
        Instant startedAt,
        Instant finishedAt) {}
