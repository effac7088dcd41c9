package dev.nightjar.strategy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Ids that name folders of results: of users and strategies. They must be folder names on every system. */
public final class FolderIds {

    private static final int MAX_LENGTH = 128;
    private static final String FORBIDDEN = "/\\:*?\"<>|";

    private static final List<String> UNFINISHED = List.of(".staging-", ".old-", ".running");

    private FolderIds() {}

    /** {@return what is wrong with an id that could leave its folder or could not be written; empty if nothing is} */
    public static Optional<String> problem(String id) {
        if (id.isBlank()) {
            return Optional.of("must not be empty");
        }
        if (id.length() > MAX_LENGTH) {
            return Optional.of("must have at most " + MAX_LENGTH + " characters, has " + id.length());
        }
        if (id.startsWith(".") || id.endsWith(".") || id.contains("..")) {
            return Optional.of("must not begin or end with a dot and not contain two in a row");
        }
        if (!id.equals(id.strip())) {
            return Optional.of("must not begin or end with a space");
        }
        if (id.codePoints().anyMatch(codePoint -> FORBIDDEN.indexOf(codePoint) >= 0)) {
            return Optional.of("must not contain any of " + FORBIDDEN);
        }
        // A machine whose locale is POSIX cannot name a file otherwise, and results may not depend on the machine.
        if (id.chars().anyMatch(c -> c < ' ' || c > '~')) {
            return Optional.of(
                    "must not contain characters other than printable ASCII ones, because folders are named by it");
        }
        String lower = id.toLowerCase(Locale.ROOT);
        for (String unfinished : UNFINISHED) {
            if (lower.contains(unfinished)) {
                return Optional.of("must not contain " + unfinished + ", which names unfinished results");
            }
        }
        return Optional.empty();
    }
}
