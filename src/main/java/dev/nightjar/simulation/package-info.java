/**
 * Portfolio simulations: symbols, capital and a named template instead of a node graph, and the pass that trades them over bars.
 * Pure; uses market, strategy, run and engine.
 */
@NullMarked
package dev.nightjar.simulation;

import org.jspecify.annotations.NullMarked;
