package dev.nightjar.engine;

/**
 * How fast market time passes. The engine itself never looks at a clock.
 *
 * <p>The engine asks how far it may go, goes there, and asks again.
 */
public interface Pace {

    /** As fast as the machine goes. */
    Pace UNBOUNDED = new Pace() {
        @Override
        public long await(long nextSecond) {
            return Long.MAX_VALUE;
        }

        @Override
        public boolean isUnbounded() {
            return true;
        }
    };

    /**
     * Waits until the slice of that second may be evaluated.
     *
     * @param nextSecond the epoch second of the next slice of any instance
     * @return the last epoch second that may be evaluated now, at least {@code nextSecond}
     */
    long await(long nextSecond);

    /** {@return whether any slice may be evaluated at any time, so that no instance need wait for another one and nobody is asked} */
    default boolean isUnbounded() {
        return false;
    }
}
