package dev.nightjar.market;

/** What an instrument is. */
public enum InstrumentKind {
    INDEX,
    STOCK,
    FUTURE,
    OPTION
}
