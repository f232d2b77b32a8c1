package dev.millrace.simulator.salesforce;

import dev.millrace.simulator.PropertyType;
import dev.millrace.simulator.server.Iso;
import dev.millrace.simulator.store.Slot;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.regex.Pattern;

/** What Salesforce knows of a field by its type. */
final class Fields {

  private static final Map<PropertyType, String> TYPES =
      Map.of(
          PropertyType.STRING, "string",
          PropertyType.NUMBER, "double",
          PropertyType.DATE, "date",
          PropertyType.DATETIME, "datetime",
          PropertyType.BOOL, "boolean",
          PropertyType.ENUMERATION, "picklist",
          PropertyType.PHONE_NUMBER, "phone",
          PropertyType.JSON, "textarea",
          PropertyType.EMAIL, "email",
          PropertyType.REFERENCE, "reference");

  private static final Map<PropertyType, Integer> LENGTHS =
      Map.of(
          PropertyType.STRING, 255,
          PropertyType.ENUMERATION, 255,
          PropertyType.PHONE_NUMBER, 40,
          PropertyType.JSON, 32_768,
          PropertyType.EMAIL, 80,
          PropertyType.REFERENCE, 18);

  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+");
  private static final DateTimeFormatter OFFSET_WITHOUT_COLON =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss[.SSS][XX][XXX]");
  private static final double LARGEST = 1e18;

  private Fields() {}

  /** The type as describe and the error texts have it. */
  static String type(Slot slot) {
    return slot.property().multiple() ? "multipicklist" : TYPES.get(slot.property().type());
  }

  /** Most characters; 0 for what is no text. */
  static int length(Slot slot) {
    int own = slot.property().length();
    return own > 0 ? own : LENGTHS.getOrDefault(slot.property().type(), 0);
  }

  static boolean isCustom(String name) {
    return name.endsWith("__c");
  }

  /** {@code AccountId} is Account, {@code Parent__c} is Parent__r; null for what is no look-up. */
  static String relationship(Slot slot) {
    if (slot.property().type() != PropertyType.REFERENCE) {
      return null;
    }
    String name = slot.name();
    return isCustom(name)
        ? name.substring(0, name.length() - 1) + 'r'
        : name.substring(0, name.length() - "Id".length());
  }

  /** The date or time as it is kept; null when the text is none. */
  static String time(PropertyType type, String text) {
    try {
      if (type == PropertyType.DATE) {
        return LocalDate.parse(text).toString();
      }
      if (Iso.isPlain(text)) {
        return text;
      }
      return Iso.format(
          OffsetDateTime.parse(text, OFFSET_WITHOUT_COLON).toInstant().toEpochMilli());
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** What is wrong with a value of the right type; null when nothing is. */
  static SalesforceError refusal(Slot slot, String value) {
    switch (slot.property().type()) {
      case NUMBER:
        return Math.abs(Double.parseDouble(value)) < LARGEST
            ? null
            : SalesforceError.of(
                "NUMBER_OUTSIDE_VALID_RANGE",
                slot.name() + ": value outside of valid range on numeric field: " + value,
                slot.name());
      case EMAIL:
        if (!EMAIL.matcher(value).matches()) {
          return SalesforceError.of(
              "INVALID_EMAIL_ADDRESS",
              slot.name() + ": invalid email address: " + value,
              slot.name());
        }
        break;
      case ENUMERATION:
        return option(slot, value);
      case DATE, DATETIME, BOOL, REFERENCE:
        return null;
      default:
    }
    if (value.length() > length(slot)) {
      return SalesforceError.of(
          "STRING_TOO_LONG",
          slot.name() + ": data value too large: " + value + " (max length=" + length(slot) + ")",
          slot.name());
    }
    return null;
  }

  private static SalesforceError option(Slot slot, String value) {
    for (String option : slot.property().multiple() ? value.split(";") : new String[] {value}) {
      if (!slot.property().options().isEmpty() && !slot.hasOption(option)) {
        return SalesforceError.of(
            "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
            slot.name() + ": bad value for restricted picklist field: " + option,
            slot.name());
      }
    }
    return null;
  }
}
