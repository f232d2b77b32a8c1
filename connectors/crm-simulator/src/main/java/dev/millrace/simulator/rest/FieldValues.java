package dev.millrace.simulator.rest;

import dev.millrace.simulator.PropertyType;
import dev.millrace.simulator.server.Json;
import dev.millrace.simulator.store.Slot;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Values for a record, checked against its object's properties one by one. */
public final class FieldValues {

  private final List<Slot> slots = new ArrayList<>();
  private final List<String> values = new ArrayList<>();

  /** A value that its property does not take. */
  public static final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    private final String field;

    private Refused(Slot slot) {
      super(slot.property().type().word(), null, false, false);
      this.field = slot.name();
    }

    public String field() {
      return field;
    }

    /** The type it should have been of. */
    public String expected() {
      return getMessage();
    }
  }

  /**
   * Adds a value as JSON has it; null clears.
   *
   * @throws Refused when it is not of the property's type
   */
  public void add(Slot slot, Object value) throws Refused {
    if (slot.property().readOnly() || value != null && !fits(slot, value)) {
      throw new Refused(slot);
    }
    put(slot, value == null ? "" : value instanceof String text ? text : Json.text(value));
  }

  /** Adds a value as the CRM keeps it, in the place of an earlier one. */
  public void put(Slot slot, String value) {
    int at = slots.indexOf(slot);
    if (at >= 0) {
      values.set(at, value);
    } else {
      slots.add(slot);
      values.add(value);
    }
  }

  private static boolean fits(Slot slot, Object value) {
    PropertyType type = slot.property().type();
    return switch (type) {
      case NUMBER -> value instanceof Number;
      case BOOL -> value instanceof Boolean;
      case DATE, DATETIME -> value instanceof String text && isTime(type, text);
      case JSON -> value instanceof List || value instanceof Map;
      case EMAIL -> value instanceof String text && text.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
      case ENUMERATION -> value instanceof String text && slot.hasOption(text);
      default -> value instanceof String;
    };
  }

  private static boolean isTime(PropertyType type, String text) {
    try {
      if (type == PropertyType.DATE) {
        LocalDate.parse(text);
      } else {
        OffsetDateTime.parse(text);
      }
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** Null when there is none for this property. */
  public String get(Slot slot) {
    int at = slots.indexOf(slot);
    return at < 0 ? null : values.get(at);
  }

  public Slot[] slots() {
    return slots.toArray(new Slot[0]);
  }

  public String[] values() {
    return values.toArray(new String[0]);
  }
}
