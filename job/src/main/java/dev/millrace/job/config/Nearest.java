package dev.millrace.job.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known word that somebody meant. */
public final class Nearest {

  private static final int MOST_TOLD = 12;

  private Nearest() {}

  /** What a fault expects in the place of an unknown word. */
  static String expected(String word, Collection<String> known) {
    return of(word, known)
        .map(Faults::quote)
        .orElseGet(
            () ->
                known.size() <= MOST_TOLD
                    ? "one of " + String.join(", ", known)
                    : "a key of docs/configuration.md");
  }

  /** The word with the fewest letters to change, if it is few enough to be a slip. */
  static Optional<String> of(String word, Collection<String> known) {
    int most = Math.max(2, word.length() / 3);
    return known.stream()
        .filter(candidate -> distance(word, candidate) <= most)
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
  }

  /** Levenshtein's distance, regardless of case: the fewest letters to change, add or leave out. */
  public static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = above[0];
      above[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = above[j];
        above[j] = Math.min(change, Math.min(above[j], above[j - 1]) + 1);
      }
    }
    return above[b.length()];
  }
}
