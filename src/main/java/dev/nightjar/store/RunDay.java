package dev.nightjar.store;

import java.time.LocalDate;

/**
 * A day of a run, and what was known of it when the run was prepared.
 *
 * @param dataHash the SHA-256 of the day's content
 * @param warmUpHash the SHA-256 of the candles before it that the run looks at
 */
public record RunDay(LocalDate date, String dataHash, String warmUpHash) {}
