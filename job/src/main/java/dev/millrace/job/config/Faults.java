package dev.millrace.job.config;

import dev.millrace.check.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Gathers what is wrong, to tell it all at once. */
final class Faults {

  private static final int SHOWN_LENGTH = 80;

  private final List<Located> found = new ArrayList<>();

  void add(Place place, String found, String expected) {
    add(place, found, expected, "");
  }

  void add(Place place, String found, String expected, String mend) {
    this.found.add(new Located(place.line(), new Fault(place.toString(), found, expected, mend)));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** In the order of the file, then those outside of it. */
  List<Fault> all() {
    return found.stream()
        .sorted(Comparator.comparingInt(located -> located.line))
        .map(located -> located.fault)
        .collect(Collectors.toUnmodifiableList());
  }

  /** A text as it was found, in quotes, cut when it is long. */
  static String quote(String text) {
    String line = text.replaceAll("\\s+", " ").trim();
    return '\''
        + (line.length() > SHOWN_LENGTH ? line.substring(0, SHOWN_LENGTH) + "..." : line)
        + '\'';
  }

  private static final class Located {
    private final int line;
    private final Fault fault;

    private Located(int line, Fault fault) {
      this.line = line;
      this.fault = fault;
    }
  }
}
