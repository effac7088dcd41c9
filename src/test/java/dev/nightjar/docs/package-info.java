/** What the documentation shows, done. */
@NullMarked
package dev.nightjar.docs;

import org.jspecify.annotations.NullMarked;
