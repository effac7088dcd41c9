package dev.nightjar.engine;

/** A calculation over one series of numbers: fed one after another, oldest first. */
interface Streaming {

    /** {@return how many numbers it takes until there is a first value} */
    int needed();

    /** Takes the next number and gives the value, NaN until it has seen enough. */
    double next(double number);

    /** Takes the next value of another calculation; while that has none it takes nothing, and has none itself. */
    default double after(double value) {
        return Double.isNaN(value) ? Double.NaN : next(value);
    }
}
