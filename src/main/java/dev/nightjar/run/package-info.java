/** What is to be run: instances, the settings of a queue, ids and folder names. Pure; uses market and strategy. */
@NullMarked
package dev.nightjar.run;

import org.jspecify.annotations.NullMarked;
