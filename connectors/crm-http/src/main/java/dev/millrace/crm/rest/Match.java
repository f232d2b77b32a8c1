package dev.millrace.crm.rest;

import java.util.Locale;

/** How the elements of an answer belong to the records of its request. */
enum Match {
  ORDER,
  KEY;

  /** The word as it is written in a configuration. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
