/** All SQL: queue, runs, plan, partitions, results. Uses run, plan and outcome. */
@NullMarked
package dev.nightjar.store;

import org.jspecify.annotations.NullMarked;
