/** Definitions of strategies as values, the TradeLayout reader and its validation. Pure; uses market. */
@NullMarked
package dev.nightjar.strategy;

import org.jspecify.annotations.NullMarked;
