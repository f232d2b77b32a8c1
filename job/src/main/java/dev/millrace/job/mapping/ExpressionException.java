package dev.millrace.job.mapping;

import java.util.Objects;

/** An expression that cannot be compiled for a table: what was found and what was expected. */
final class ExpressionException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String found;
  private final String expected;
  private final String mend;

  ExpressionException(String found, String expected, String mend) {
    super(found + "; expected " + expected);
    this.found = Objects.requireNonNull(found, "found");
    this.expected = Objects.requireNonNull(expected, "expected");
    this.mend = Objects.requireNonNull(mend, "mend");
  }

  String found() {
    return found;
  }

  String expected() {
    return expected;
  }

  /** What mends it; empty when {@link #expected} says it all. */
  String mend() {
    return mend;
  }
}
