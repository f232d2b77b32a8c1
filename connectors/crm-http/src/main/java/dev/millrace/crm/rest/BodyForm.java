package dev.millrace.crm.rest;

import java.util.Locale;

/** What the body of a request is. */
enum BodyForm {
  /** One JSON object. */
  RECORD,
  /** A JSON array of records, in an envelope or not. */
  ARRAY,
  /** A JSON record a line. */
  LINES,
  NONE;

  /** The word as it is written in a configuration. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
