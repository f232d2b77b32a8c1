package dev.millrace.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds the names that someone may have meant. */
public final class NearNames {

  private static final int MOST = 3;

  private NearNames() {}

  /** Up to three names within a third of the letters of the given one, the nearest first. */
  public static List<String> of(String given, Collection<String> names) {
    int farthest = Math.max(2, given.length() / 3);
    List<String> near = new ArrayList<>();
    for (String name : names) {
      if (edits(given, name) <= farthest) {
        near.add(name);
      }
    }
    near.sort(
        Comparator.<String>comparingInt(name -> edits(given, name))
            .thenComparing(Comparator.naturalOrder()));
    return near.subList(0, Math.min(MOST, near.size()));
  }

  /** Letters to insert, drop or replace to make one of the other. */
  private static int edits(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
