package dev.nightjar.run;

import dev.nightjar.strategy.Strategy;

/** A strategy as it is run for somebody. */
public record Instance(InstanceKey key, Strategy strategy) {}
