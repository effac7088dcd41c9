package dev.nightjar.strategy;

import java.util.Optional;

/** Ids that name folders of results: of users, strategies and broker connections. */
public final class FolderIds {

    private static final int MAX_LENGTH = 128;

    private FolderIds() {}

    /** {@return what is wrong with an id that could leave its folder or could not be written; empty if nothing is} */
    public static Optional<String> problem(String id) {
        if (id.isBlank()) {
            return Optional.of("must not be empty");
        }
        if (id.length() > MAX_LENGTH) {
            return Optional.of("must have at most " + MAX_LENGTH + " characters, has " + id.length());
        }
        if (id.equals(".") || id.contains("..") || id.contains("/") || id.contains("\\")) {
            return Optional.of("must not be . and not contain .., / or \\");
        }
        if (id.codePoints().anyMatch(FolderIds::unprintable)) {
            return Optional.of("must not contain control characters");
        }
        return Optional.empty();
    }

    private static boolean unprintable(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }
}
