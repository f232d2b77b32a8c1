package dev.millrace.simulator;

import java.util.List;
import java.util.Objects;

/**
 * Definition of one property of a CRM object.
 *
 * @param options allowed values of an ENUMERATION, empty for every other type
 * @param multiple whether an ENUMERATION takes several of its options, parted by semicolons
 * @param unique whether no two live records may share a value; such a property can identify a
 *     record in an upsert
 * @param readOnly whether the CRM alone sets it
 */
public record Property(
    String name,
    PropertyType type,
    List<String> options,
    boolean multiple,
    boolean unique,
    boolean readOnly) {

  public Property {
    Objects.requireNonNull(name, "name");
    options = List.copyOf(options);
  }

  public static Property of(String name, PropertyType type) {
    return new Property(name, type, List.of(), false, false, false);
  }

  public static Property string(String name) {
    return of(name, PropertyType.STRING);
  }

  public static Property number(String name) {
    return of(name, PropertyType.NUMBER);
  }

  public static Property date(String name) {
    return of(name, PropertyType.DATE);
  }

  public static Property datetime(String name) {
    return of(name, PropertyType.DATETIME);
  }

  public static Property bool(String name) {
    return of(name, PropertyType.BOOL);
  }

  public static Property enumeration(String name, String... options) {
    return new Property(name, PropertyType.ENUMERATION, List.of(options), false, false, false);
  }

  /** This property, with unique values: HubSpot's {@code hasUniqueValue}. */
  public Property asUnique() {
    return new Property(name, type, options, multiple, true, readOnly);
  }

  /** This enumeration, taking several options at once. */
  public Property asMultiple() {
    return new Property(name, type, options, true, unique, readOnly);
  }

  /** This property, set by the CRM alone. */
  public Property asReadOnly() {
    return new Property(name, type, options, multiple, unique, true);
  }
}
