/**
 * Work in processes of their own: what a worker is asked and answers, how it behaves, and how a manager starts, watches and ends one.
 * What the work is stands elsewhere. Uses market, strategy, run and engine.
 */
@NullMarked
package dev.nightjar.worker;

import org.jspecify.annotations.NullMarked;
