package dev.nightjar.outcome;

import org.jspecify.annotations.Nullable;

/**
 * An array that days are written to one after the other, so that each needs no more memory than it has bytes. Days that are written
 * at the same time have arrays of their own.
 */
final class SpareBytes {

    private static final int FIRST_CAPACITY = 256;
    /** Larger ones are not kept. */
    private static final int MOST_CAPACITY = 1 << 20;

    private byte @Nullable [] spare;

    /** {@return an array nobody uses, whatever is in it} */
    byte[] take() {
        byte[] taken = spare;
        spare = null;
        return taken == null ? new byte[FIRST_CAPACITY] : taken;
    }

    /** Takes an array back that is not used any more. */
    void give(byte[] unused) {
        if (unused.length <= MOST_CAPACITY && (spare == null || spare.length < unused.length)) {
            spare = unused;
        }
    }
}
