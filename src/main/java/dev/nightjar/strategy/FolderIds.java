package dev.nightjar.strategy;

import java.util.Optional;

/** Ids that name folders of results: of users and strategies. They must be folder names on every system. */
public final class FolderIds {

    private static final int MAX_LENGTH = 128;
    private static final String FORBIDDEN = "/\\:*?\"<>|";

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
        if (id.chars().anyMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c))) {
            return Optional.of("must not contain control characters or characters outside the basic plane");
        }
        return Optional.empty();
    }
}
