/** Instruments, sessions, expiries, ticks and candles as primitive columns: what the market is and did. Pure; uses no other room. */
@NullMarked
package dev.nightjar.market;

import org.jspecify.annotations.NullMarked;
