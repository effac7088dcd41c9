package dev.nightjar.simulation;

import dev.nightjar.market.Side;

/**
 * A template's wish to be long or to be out, or short.
 *
 * @param time from when on it is known, epoch seconds: the end of its bar; the start of the first bar if no bar is needed to know it
 * @param strength to compare signals of one moment by; finite, not negative
 * @param price the raw close of its bar, in units of the instrument's scale; the first bar's open if no bar is needed to know it
 */
public record Signal(long time, Side side, double strength, long price) {}
