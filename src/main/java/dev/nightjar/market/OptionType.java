package dev.nightjar.market;

/** Call or put, by the exchange's letters. */
public enum OptionType {
    CE,
    PE
}
