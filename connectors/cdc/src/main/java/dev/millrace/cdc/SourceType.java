package dev.millrace.cdc;

/** The databases that changes can be read from, by the word that {@code source.type} has. */
public enum SourceType {
  MYSQL("mysql", 3306),
  POSTGRES("postgres", 5432);

  private final String word;
  private final int defaultPort;

  SourceType(String word, int defaultPort) {
    this.word = word;
    this.defaultPort = defaultPort;
  }

  /** The port that the database listens on when nobody says otherwise. */
  public int defaultPort() {
    return defaultPort;
  }

  /** The word of the configuration. */
  @Override
  public String toString() {
    return word;
  }
}
