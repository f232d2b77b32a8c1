package dev.millrace.check;

import java.util.Objects;

/**
 * One thing that keeps the job from starting: where it is, what was found, what was expected, and
 * what mends it. Never holds a secret or a row value.
 */
public final class Fault {

  private final String where;
  private final String found;
  private final String expected;
  private final String mend;
  private final Passing passing;

  /** Why a fault may be over by itself. */
  private enum Passing {
    NO,
    ABSENCE,
    IN_USE
  }

  /**
   * @param where file and line, or server and object: {@code shop.yaml:12 mappings[0].fields},
   *     {@code mysql 10.0.0.5:3306}
   * @param found what is there
   * @param expected what must be there
   * @param mend the statement, setting or edit that mends it; empty when {@code expected} says it
   *     all
   */
  public Fault(String where, String found, String expected, String mend) {
    this(where, found, expected, mend, Passing.NO);
  }

  private Fault(String where, String found, String expected, String mend, Passing passing) {
    this.passing = passing;
    this.where = Objects.requireNonNull(where, "where");
    this.found = Objects.requireNonNull(found, "found");
    this.expected = Objects.requireNonNull(expected, "expected");
    this.mend = Objects.requireNonNull(mend, "mend");
  }

  /** A server that does not answer. It may be away for now: whatever else is right about it. */
  public static Fault absence(String where, String found, String expected, String mend) {
    return new Fault(where, found, expected, mend, Passing.ABSENCE);
  }

  /** Something that one job alone can have and another has, which may be an earlier run of this. */
  public static Fault inUse(String where, String found, String expected, String mend) {
    return new Fault(where, found, expected, mend, Passing.IN_USE);
  }

  /** Whether it is for want of an answer, and so may be over by itself. */
  public boolean isAbsence() {
    return passing == Passing.ABSENCE;
  }

  /** Whether it is for want of something that another job has. */
  public boolean isInUse() {
    return passing == Passing.IN_USE;
  }

  public String where() {
    return where;
  }

  public String found() {
    return found;
  }

  public String expected() {
    return expected;
  }

  public String mend() {
    return mend;
  }

  /** {@code where: found; expected ...; mend: ...} on one line. */
  @Override
  public String toString() {
    return where
        + ": "
        + found
        + "; expected "
        + expected
        + (mend.isEmpty() ? "" : "; mend: " + mend);
  }
}
