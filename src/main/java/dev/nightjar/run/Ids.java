package dev.nightjar.run;

import dev.nightjar.strategy.FolderIds;
import java.util.Locale;
import java.util.Set;

/** Ids of users, strategies and broker connections: parts of them become folder names. */
public final class Ids {

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
        FolderIds.problem(id).ifPresent(problem -> {
            throw new IllegalArgumentException(what + ": " + problem + ", was '" + Printable.of(id) + "'");
        });
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
}
