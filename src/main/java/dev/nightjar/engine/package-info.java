/** The trading engine: no Spring, no files, no clock, no logging. Uses market, strategy and run. */
@NullMarked
package dev.nightjar.engine;

import org.jspecify.annotations.NullMarked;
