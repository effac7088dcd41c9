package dev.nightjar.engine;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that is worked out for all once many have asked for it, as it costs as much as many searches. */
final class Asked<T> {

    private static final int OFTEN = 32;

    private int times;
    private @Nullable T known;

    /** {@return it; null while few have asked} */
    @Nullable T once(Supplier<T> made) {
        if (known == null) {
            if (++times < OFTEN) {
                return null;
            }
            known = made.get();
        }
        return known;
    }
}
