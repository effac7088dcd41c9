/** The command line. Uses all rooms. */
@NullMarked
package dev.nightjar.cli;

import org.jspecify.annotations.NullMarked;
