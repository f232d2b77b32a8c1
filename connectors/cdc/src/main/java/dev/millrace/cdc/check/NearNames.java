package dev.millrace.cdc.check;

import dev.millrace.change.TableId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names that somebody may have meant. */
final class NearNames {

  private static final int MOST = 3;

  /** Up to three of the tables whose names are nearest; those too far away are left out. */
  static List<TableId> of(TableId wanted, Collection<TableId> tables) {
    String name = wanted.toString();
    int limit = Math.max(2, name.length() / 3);
    return tables.stream()
        .filter(
            table ->
                table.table().equals(wanted.table()) || distance(name, table.toString()) <= limit)
        .sorted(
            Comparator.<TableId>comparingInt(table -> distance(name, table.toString()))
                .thenComparing(Comparator.naturalOrder()))
        .limit(MOST)
        .collect(Collectors.toList());
  }

  /** The edits that make one name of the other, case left aside. */
  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
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

  private NearNames() {}
}
