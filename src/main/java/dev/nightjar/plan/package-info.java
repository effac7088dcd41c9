/** The manager's head: what a run costs and how it is cut into partitions. Pure; uses market, strategy and run. */
@NullMarked
package dev.nightjar.plan;

import org.jspecify.annotations.NullMarked;
