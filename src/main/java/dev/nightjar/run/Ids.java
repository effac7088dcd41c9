package dev.nightjar.run;

import java.util.Locale;
import java.util.Set;

/** Ids of users, strategies and broker connections: parts of them become folder names. */
public final class Ids {

    private static final int LENGTH = 128;
    private static final String FORBIDDEN = "/\\:*?\"<>|";

    /** Names beside the users' folders. */
    private static final Set<String> RESERVED_USERS = Set.of("nights", "index.json");

    private Ids() {}

    /**
     * {@return the id itself}
     *
     * @param what whose id it is, such as {@code strategy_id}
     * @throws IllegalArgumentException if it could not be part of a folder name, saying what would be accepted
     */
    public static String check(String what, String id) {
        boolean accepted = !id.isBlank()
                && id.length() <= LENGTH
                && !id.startsWith(".")
                && !id.contains("..")
                && !id.endsWith(".")
                && id.equals(id.strip())
                && id.chars().noneMatch(Ids::forbidden);
        if (!accepted) {
            throw new IllegalArgumentException(what + ": must be 1 to " + LENGTH
                    + " characters without control characters, surrounding spaces, any of " + FORBIDDEN
                    + ", two dots in a row, or a dot at either end, was '" + Printable.of(id) + "'");
        }
        return id;
    }

    /**
     * {@return the id itself, which may name a user}
     *
     * @throws IllegalArgumentException if it could not be a folder name or is taken by another file
     */
    public static String checkUser(String id) {
        check("user_id", id);
        if (RESERVED_USERS.contains(id.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("user_id: '" + id + "' is the name of a result file; choose another");
        }
        return id;
    }

    private static boolean forbidden(int character) {
        // Half a surrogate pair could remain when an id is cut for a folder name.
        return Character.isISOControl(character)
                || Character.isSurrogate((char) character)
                || FORBIDDEN.indexOf(character) >= 0;
    }
}
