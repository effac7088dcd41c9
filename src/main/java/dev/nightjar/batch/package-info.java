/** The manager's hands: the job, its steps, launcher, locks, restart and stop. Uses all rooms above. */
@NullMarked
package dev.nightjar.batch;

import org.jspecify.annotations.NullMarked;
