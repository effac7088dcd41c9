/** What is measured by hand: mains that print figures and ratios of one run, see {@code scripts/bench}. */
@NullMarked
package dev.nightjar.bench;

import org.jspecify.annotations.NullMarked;
