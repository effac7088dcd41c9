/** Pacing by market time. Uses engine, market and outcome. */
@NullMarked
package dev.nightjar.live;

import org.jspecify.annotations.NullMarked;
