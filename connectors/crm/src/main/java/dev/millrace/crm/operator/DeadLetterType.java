package dev.millrace.crm.operator;

/** Where dead letters go, by the word that {@code dead-letters.type} has. */
public enum DeadLetterType {
  FILE("file"),
  HTTP("http");

  private final String word;

  DeadLetterType(String word) {
    this.word = word;
  }

  /** The word of the configuration. */
  @Override
  public String toString() {
    return word;
  }
}
