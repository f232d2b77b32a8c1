package dev.millrace.job.replay;

import java.util.ArrayList;
import java.util.List;

/** What became of the letters of a replay. */
public final class ReplayReport {

  private int replayed;
  private int superseded;
  private final List<String> left = new ArrayList<>();

  void replayed() {
    replayed++;
  }

  void superseded() {
    superseded++;
  }

  /**
   * @param why no value
   */
  void left(StoredLetter stored, String why) {
    left.add(
        stored.place()
            + ": "
            + stored.letter().object()
            + " of a row of "
            + stored.letter().row().table()
            + ": "
            + why);
  }

  /** Whether no letter is left. */
  public boolean isComplete() {
    return left.isEmpty();
  }

  /** The counts, and a line for each letter that is left; no values. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    int letters = replayed + superseded + left.size();
    lines.add(
        letters
            + (letters == 1 ? " dead letter: " : " dead letters: ")
            + replayed
            + " replayed, "
            + superseded
            + " superseded, "
            + left.size()
            + " not delivered.");
    left.forEach(line -> lines.add("  " + line));
    return lines;
  }
}
