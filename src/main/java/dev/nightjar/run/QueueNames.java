package dev.nightjar.run;

import dev.nightjar.strategy.Nearest;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names of queues: they become file and folder names, so they are checked before anything else happens. */
public final class QueueNames {

    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");

    private QueueNames() {}

    /**
     * {@return the name itself}
     *
     * @throws IllegalArgumentException if it is not a queue name, saying what would be accepted
     */
    public static String check(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "queue: must be 1 to 64 letters, digits, '_', '-' or single '.', beginning with a letter, digit or '_'"
                            + " and not ending with '.', was '" + Printable.of(name) + "'");
        }
        return name;
    }

    /** {@return whether a queue can be called so} */
    public static boolean isName(String name) {
        return ACCEPTED.matcher(name).matches() && !name.contains("..") && !name.endsWith(".");
    }

    /** {@return the existing name that looks most like the given one; empty if there is none} */
    public static Optional<String> nearest(String name, Collection<String> existing) {
        return Nearest.closest(name, existing);
    }
}
