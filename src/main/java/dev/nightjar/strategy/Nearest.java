package dev.nightjar.strategy;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name somebody probably meant. */
public final class Nearest {

    private static final int MAX_LENGTH = 60;
    private static final int MAX_CANDIDATES = 100;

    private Nearest() {}

    /** {@return the candidate with the fewest changed letters, however many; the first by alphabet among equals} */
    public static Optional<String> closest(String name, Collection<String> candidates) {
        String shortened = name.substring(0, Math.min(name.length(), MAX_LENGTH));
        return candidates.stream().sorted().min(Comparator.comparingInt(candidate -> distance(shortened, candidate)));
    }

    /** {@return the candidate with the fewest changed letters, if they are few for the length of the name} */
    static Optional<String> to(String name, Collection<String> candidates) {
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        int best = Math.max(1, name.length() / 4) + 1;
        Optional<String> nearest = Optional.empty();
        for (String candidate : candidates.stream().limit(MAX_CANDIDATES).toList()) {
            if (comparable(name, candidate)) {
                int distance = distance(name, candidate);
                nearest = distance < best ? Optional.of(candidate) : nearest;
                best = Math.min(best, distance);
            }
        }
        return nearest;
    }

    /** One changed letter makes a short name another name, so short ones must have the same letters. */
    private static boolean comparable(String name, String candidate) {
        boolean shortName = name.length() < 3;
        return candidate.length() <= MAX_LENGTH && (!shortName || sorted(name).equals(sorted(candidate)));
    }

    private static String sorted(String name) {
        char[] letters = name.toLowerCase(Locale.ROOT).toCharArray();
        Arrays.sort(letters);
        return new String(letters);
    }

    /** Letters changed, inserted, left out or swapped with their neighbour; upper and lower case are one. */
    private static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cost(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cost(int[][] cost, String a, String b, int i, int j) {
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
