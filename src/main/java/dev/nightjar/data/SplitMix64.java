package dev.nightjar.data;

/**
 * A small generator of random numbers that gives the same ones in every Java and on every machine.
 *
 * @see <a href="https://doi.org/10.1145/2660193.2660195">Steele, Lea and Flood (2014), Fast Splittable Pseudorandom Number
 *     Generators</a>
 */
final class SplitMix64 {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private static final double UNIT = 0x1p-53;

    private long state;
    private double spare;
    private boolean hasSpare;

    SplitMix64(long seed) {
        state = seed;
    }

    /** {@return a generator of its own for each list of keys} */
    static SplitMix64 of(long... keys) {
        long mixed = 0;
        for (long key : keys) {
            mixed = mix(mixed + GOLDEN_GAMMA + key);
        }
        return new SplitMix64(mixed);
    }

    /** {@return a key that stands for a text} */
    static long key(String text) {
        long key = text.length();
        for (int at = 0; at < text.length(); at++) {
            key = mix(key + GOLDEN_GAMMA + text.charAt(at));
        }
        return key;
    }

    long next() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** {@return a number from 0 up to, not including, 1} */
    double unit() {
        return (next() >>> 11) * UNIT;
    }

    /** {@return a number from the standard normal distribution, by Marsaglia's polar method} */
    double normal() {
        if (hasSpare) {
            hasSpare = false;
            return spare;
        }
        double first;
        double second;
        double square;
        do {
            first = 2 * unit() - 1;
            second = 2 * unit() - 1;
            square = first * first + second * second;
        } while (square >= 1 || square == 0);
        double factor = Math.sqrt(-2 * StrictMath.log(square) / square);
        spare = second * factor;
        hasSpare = true;
        return first * factor;
    }

    /** {@return a number from the exponential distribution with mean 1} */
    double exponential() {
        return -StrictMath.log(1 - unit());
    }
}
