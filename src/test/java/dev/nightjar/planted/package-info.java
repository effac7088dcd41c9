/** Classes that break rules on purpose. */
@NullMarked
package dev.nightjar.planted;

import org.jspecify.annotations.NullMarked;
