package dev.nightjar.data;

/**
 * Tells the multiples of a number, and divides them by it, with a multiplication where a division takes several times as long.
 *
 * <p>For numbers from 0 on. An odd number has an inverse modulo 2^64, and to multiply by it divides its multiples; what is no
 * multiple becomes more than any of these quotients.
 */
final class Multiples {

    private final long divisor;
    private final int zeros;
    private final long inverse;
    private final long largest;

    /** @param divisor above 0 */
    Multiples(long divisor) {
        this.divisor = divisor;
        zeros = Long.numberOfTrailingZeros(divisor);
        long odd = divisor >>> zeros;
        // right in its lowest three bits; each step doubles them
        long right = odd;
        for (int bits = 3; bits < Long.SIZE; bits *= 2) {
            right *= 2 - odd * right;
        }
        inverse = right;
        largest = Long.MAX_VALUE / divisor;
    }

    long divisor() {
        return divisor;
    }

    /** {@return a multiple divided by the number; of others something that is no quotient} */
    long quotient(long multiple) {
        return Long.rotateRight(multiple * inverse, zeros);
    }

    /** {@return a number below 0 if that is no quotient of a multiple, else another} */
    long wrong(long quotient) {
        return (largest - quotient) | quotient;
    }

    boolean has(long number) {
        return wrong(quotient(number)) >= 0;
    }
}
