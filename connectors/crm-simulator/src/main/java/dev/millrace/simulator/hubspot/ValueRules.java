package dev.millrace.simulator.hubspot;

import dev.millrace.simulator.PropertyType;
import dev.millrace.simulator.server.Iso;
import dev.millrace.simulator.store.Slot;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What each type of property takes, and how it keeps it. */
final class ValueRules {

  static final int LONGEST = 65_536;

  private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)");
  private static final Pattern EPOCH_MILLIS = Pattern.compile("-?\\d{1,17}");
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+");
  private static final long DAY_MILLIS = 86_400_000;

  private static final Map<PropertyType, Rule> RULES = new EnumMap<>(PropertyType.class);

  static {
    RULES.put(PropertyType.STRING, ValueRules::text);
    RULES.put(PropertyType.PHONE_NUMBER, ValueRules::text);
    RULES.put(PropertyType.JSON, ValueRules::text);
    RULES.put(PropertyType.NUMBER, ValueRules::number);
    RULES.put(PropertyType.DATE, ValueRules::date);
    RULES.put(PropertyType.DATETIME, ValueRules::datetime);
    RULES.put(PropertyType.BOOL, ValueRules::bool);
    RULES.put(PropertyType.ENUMERATION, ValueRules::option);
  }

  private ValueRules() {}

  /**
   * The value as the CRM keeps it; "" stays "" and clears.
   *
   * @throws Refused when the property does not take it
   */
  static String normalise(Slot slot, String value) throws Refused {
    if (slot.property().readOnly()) {
      throw new Refused(InvalidValue.readOnly(slot.name()));
    }
    return value.isEmpty() ? value : RULES.get(slot.property().type()).normalise(slot, value);
  }

  private static String text(Slot slot, String value) throws Refused {
    if (slot.email()) {
      if (!EMAIL.matcher(value).matches()) {
        throw refused(slot, "INVALID_EMAIL", "Email address " + value + " is invalid");
      }
      return value.toLowerCase(Locale.ROOT);
    }
    if (value.length() > LONGEST) {
      throw refused(
          slot,
          "VALUE_TOO_LONG",
          value.length() + " characters is more than the " + LONGEST + " allowed");
    }
    return value;
  }

  private static String number(Slot slot, String value) throws Refused {
    if (!isDigits(value) && !NUMBER.matcher(value).matches()) {
      throw refused(slot, "INVALID_INTEGER", value + " was not a valid number.");
    }
    return value;
  }

  /** Spares the pattern its work for most numbers there are. */
  private static boolean isDigits(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static String date(Slot slot, String value) throws Refused {
    if (DAY.matcher(value).matches()) {
      try {
        return LocalDate.parse(value).toString();
      } catch (DateTimeException e) {
        throw refused(slot, "INVALID_DATE", value + " was not a valid date.");
      }
    }
    long millis = epochMillis(slot, value);
    if (Math.floorMod(millis, DAY_MILLIS) != 0) {
      throw refused(
          slot, "INVALID_DATE", millis + " is at " + timeOfDay(millis) + " UTC, not midnight!");
    }
    return LocalDate.ofEpochDay(millis / DAY_MILLIS).toString();
  }

  private static String timeOfDay(long millis) {
    long ofDay = Math.floorMod(millis, DAY_MILLIS);
    return ofDay / 3_600_000
        + ":"
        + ofDay / 60_000 % 60
        + ":"
        + ofDay / 1000 % 60
        + "."
        + ofDay % 1000;
  }

  private static String datetime(Slot slot, String value) throws Refused {
    if (Iso.isPlain(value)) {
      return value;
    }
    if (value.indexOf('T') < 0) {
      return Iso.format(epochMillis(slot, value));
    }
    try {
      return Iso.format(
          value.endsWith("Z")
              ? Instant.parse(value).toEpochMilli()
              : OffsetDateTime.parse(value).toInstant().toEpochMilli());
    } catch (DateTimeException e) {
      throw refused(slot, "INVALID_DATE", value + " was not a valid date.");
    }
  }

  private static long epochMillis(Slot slot, String value) throws Refused {
    if (!EPOCH_MILLIS.matcher(value).matches()) {
      throw refused(slot, "INVALID_LONG", value + " was not a valid long.");
    }
    return Long.parseLong(value);
  }

  private static String bool(Slot slot, String value) throws Refused {
    if (!value.equals("true") && !value.equals("false")) {
      throw refused(
          slot, "INVALID_OPTION", value + " was not one of the allowed options: [true, false]");
    }
    return value;
  }

  private static String option(Slot slot, String value) throws Refused {
    if (!slot.property().multiple()) {
      checkOption(slot, value);
      return value;
    }
    boolean append = value.charAt(0) == ';';
    for (String option : (append ? value.substring(1) : value).split(";")) {
      checkOption(slot, option);
    }
    return value;
  }

  private static void checkOption(Slot slot, String option) throws Refused {
    if (!slot.hasOption(option)) {
      throw refused(
          slot,
          "INVALID_OPTION",
          option + " was not one of the allowed options: " + slot.property().options());
    }
  }

  private static Refused refused(Slot slot, String code, String message) {
    return new Refused(new InvalidValue(slot.name(), code, message));
  }

  private interface Rule {
    String normalise(Slot slot, String value) throws Refused;
  }

  /** A value that its property does not take. */
  static final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient InvalidValue why;

    private Refused(InvalidValue why) {
      super(why.message(), null, false, false);
      this.why = why;
    }

    InvalidValue why() {
      return why;
    }
  }
}
