/** Pages for people, made from the files of results and from prices: nothing in them is computed a second time. Uses market. */
@NullMarked
package dev.nightjar.report;

import org.jspecify.annotations.NullMarked;
