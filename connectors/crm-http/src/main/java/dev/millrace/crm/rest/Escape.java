package dev.millrace.crm.rest;

import java.util.Arrays;
import java.util.Locale;

/** How a placeholder's text is made safe between quotes. */
enum Escape {
  NONE,
  /** Single quotes doubled: OData, SQL. */
  ODATA,
  /** A backslash before quotes and backslashes: Zoho's COQL, Salesforce's SOQL. */
  BACKSLASH;

  /**
   * @param name null for none
   */
  static Escape named(String name, String key, FaultList faults) {
    if (name == null) {
      return NONE;
    }
    for (Escape escape : values()) {
      if (escape != NONE && escape.toString().equals(name)) {
        return escape;
      }
    }
    faults.add(key, "unknown escape '" + name + "'", "one of " + Arrays.asList(ODATA, BACKSLASH));
    return NONE;
  }

  String apply(String text) {
    switch (this) {
      case ODATA:
        return text.replace("'", "''");
      case BACKSLASH:
        return text.replace("\\", "\\\\").replace("'", "\\'").replace("\"", "\\\"");
      default:
        return text;
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
