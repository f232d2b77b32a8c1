package dev.millrace.simulator;

import java.util.Locale;

/** Types a property can have, in HubSpot's words. */
public enum PropertyType {
  STRING,
  NUMBER,
  DATE,
  DATETIME,
  BOOL,
  ENUMERATION,
  PHONE_NUMBER,
  JSON;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The type as the CRM's API writes it. */
  public String word() {
    return word;
  }
}
