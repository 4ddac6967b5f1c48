package dev.caravan.config;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A suggestion for a misspelt word: the known word with the smallest Levenshtein distance. */
public final class Nearest {

    private Nearest() {
    }

    /**
     * Returns the nearest word.
     *
     * @param ignored length of the prefix that all words share, in characters
     * @return null if more than a third of the other characters would change
     */
    public static @Nullable String to(String word, int ignored, Collection<String> words) {
        String best = null;
        int least = Math.max(1, (word.length() - ignored) / 3) + 1;
        for (String one : words) {
            int distance = distance(word, one);
            if (distance < least || distance == least && best != null && one.compareTo(best) < 0) {
                best = one;
                least = distance;
            }
        }
        return best;
    }

    /** Returns the number of characters to insert, delete or replace (Levenshtein). */
    private static int distance(String one, String other) {
        int[] above = new int[other.length() + 1];
        for (int j = 0; j < above.length; j++) {
            above[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[above.length];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = above[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[other.length()];
    }
}
