package dev.millrace.crm.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A set of HTTP statuses: {@code 404}, {@code 500-599}. */
final class Statuses {

  private static final Pattern RANGE = Pattern.compile("([1-9]\\d\\d)(?:\\s*-\\s*([1-9]\\d\\d))?");

  private final List<int[]> ranges = new ArrayList<>();

  /**
   * @param key of the setting, for faults
   */
  Statuses(String key, List<String> texts, FaultList faults) {
    for (String text : texts) {
      Matcher matcher = RANGE.matcher(text.trim());
      int from = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
      int to = from > 0 && matcher.group(2) != null ? Integer.parseInt(matcher.group(2)) : from;
      if (from == 0 || from > to) {
        faults.add(key, "'" + text + "'", "an HTTP status or two with a hyphen: 404, 500-599");
      } else {
        ranges.add(new int[] {from, to});
      }
    }
  }

  boolean has(int status) {
    return ranges.stream().anyMatch(range -> status >= range[0] && status <= range[1]);
  }

  /** Pairs of the first and the last status. */
  List<int[]> ranges() {
    return ranges;
  }
}
