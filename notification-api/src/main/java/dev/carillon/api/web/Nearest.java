package dev.carillon.api.web;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/// Guesses the word that a caller meant.
public final class Nearest {
    private Nearest() {}

    /// The known word with the fewest edits, if it is near enough to suggest.
    public static Optional<String> to(String word, Collection<String> known) {
        return known.stream()
                .map(candidate -> Map.entry(candidate, edits(word, candidate)))
                .filter(found -> found.getValue() <= Math.max(2, word.length() / 3))
                .min(Comparator.comparingInt(Map.Entry::getValue))
                .map(Map.Entry::getKey);
    }

    /// Levenshtein distance.
    private static int edits(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
