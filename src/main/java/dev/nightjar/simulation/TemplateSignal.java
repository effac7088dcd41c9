package dev.nightjar.simulation;

import dev.nightjar.market.Side;

/**
 * What a template says.
 *
 * @param bar after whose close it is known; {@link #BEFORE_FIRST} if it is known before the first bar that may be traded
 * @param strength to compare signals of one moment by; finite, not negative
 */
public record TemplateSignal(int bar, Side side, double strength) {

    public static final int BEFORE_FIRST = -1;
}
