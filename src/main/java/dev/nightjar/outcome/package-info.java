/** From journal to results: trades, positions, equity, statistics, and the files a strategy and a night get. Uses engine and run. */
@NullMarked
package dev.nightjar.outcome;

import org.jspecify.annotations.NullMarked;
