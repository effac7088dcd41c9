/** The market on disk: data folders in the interchange format, the stores that are replayed, and their checks. Uses market. */
@NullMarked
package dev.nightjar.data;

import org.jspecify.annotations.NullMarked;
