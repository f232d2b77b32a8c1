package dev.millrace.job.replay;

import dev.millrace.crm.operator.DeadLetter;

/** A dead letter and the line it stands in. */
public final class StoredLetter {

  private final String place;
  private final DeadLetter letter;

  StoredLetter(String place, DeadLetter letter) {
    this.place = place;
    this.letter = letter;
  }

  /** File and line. */
  public String place() {
    return place;
  }

  public DeadLetter letter() {
    return letter;
  }
}
