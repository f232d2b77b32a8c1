package dev.millrace.simulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Types a property can have, in HubSpot's words; REFERENCE and EMAIL are other CRMs'. */
public enum PropertyType {
  STRING,
  NUMBER,
  DATE,
  DATETIME,
  BOOL,
  ENUMERATION,
  PHONE_NUMBER,
  JSON,
  EMAIL,
  REFERENCE;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The type as the CRM's API writes it. */
  public String word() {
    return word;
  }

  /**
   * @throws IllegalArgumentException for a word that is no type
   */
  public static PropertyType named(String word) {
    for (PropertyType type : values()) {
      if (type.word.equals(word)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "'"
            + word
            + "' is no type of property; expected one of "
            + Arrays.stream(values()).map(PropertyType::word).collect(Collectors.joining(", ")));
  }
}
