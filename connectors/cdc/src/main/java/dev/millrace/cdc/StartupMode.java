package dev.millrace.cdc;

/** Where a job that starts without a savepoint begins to read. */
public enum StartupMode {
  /** The tables as they are, then the log from there. */
  INITIAL("initial"),
  /** Only what is committed from now on. */
  LATEST_OFFSET("latest-offset");

  private final String word;

  StartupMode(String word) {
    this.word = word;
  }

  /** The word of the configuration. */
  @Override
  public String toString() {
    return word;
  }
}
