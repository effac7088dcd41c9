package dev.nightjar.strategy;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name somebody probably meant. */
final class Nearest {

    private static final int MAX_LENGTH = 60;
    private static final int MAX_CANDIDATES = 100;

    private Nearest() {}

    /** {@return the candidate with the fewest changed letters, if those are at most a third of the name} */
    static Optional<String> to(String name, Collection<String> candidates) {
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        int best = Math.max(1, name.length() / 3) + 1;
        Optional<String> nearest = Optional.empty();
        for (String candidate : candidates.stream().limit(MAX_CANDIDATES).toList()) {
            int distance = candidate.length() > MAX_LENGTH ? best : distance(name, candidate);
            if (distance < best) {
                best = distance;
                nearest = Optional.of(candidate);
            }
        }
        return nearest;
    }

    /** Levenshtein distance, not counting upper and lower case. */
    private static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
