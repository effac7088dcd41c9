package dev.nightjar.outcome;

/** The largest fall of an equity from its running peak, which starts at 0. */
final class Drawdown {

    private long peak;
    private long largest;

    void equity(long value) {
        peak = Math.max(peak, value);
        largest = Math.max(largest, Math.subtractExact(peak, value));
    }

    /** {@return the largest fall so far, positive or 0} */
    long largest() {
        return largest;
    }
}
