package dev.millrace.simulator;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Definition of one property of a CRM object.
 *
 * @param options allowed values of an ENUMERATION, empty for every other type
 * @param length most characters of a text; 0 for the CRM's usual
 * @param target name of the object whose records a REFERENCE holds; null for every other type
 */
public record Property(
    String name,
    PropertyType type,
    List<String> options,
    Set<Trait> traits,
    int length,
    String target) {

  /** What a property may be besides. */
  public enum Trait {
    /** An ENUMERATION that takes several of its options, parted by semicolons. */
    MULTIPLE,
    /** No two live records share a value; such a property can identify a record in an upsert. */
    UNIQUE,
    /** Only the CRM itself sets it. */
    READ_ONLY,
    /** Identifies a record in Salesforce, be it unique or not. */
    EXTERNAL_ID,
    /**
     * Identifies a record in Salesforce without being an external id, as a contact's e-mail does.
     */
    ID_LOOKUP,
    /** Values that differ in case only are the same where it identifies a record. */
    IGNORES_CASE,
    /** A new record must have a value of it. */
    REQUIRED
  }

  public Property {
    Objects.requireNonNull(name, "name");
    options = List.copyOf(options);
    EnumSet<Trait> copy = EnumSet.noneOf(Trait.class);
    copy.addAll(traits);
    traits = Collections.unmodifiableSet(copy);
  }

  public static Property of(String name, PropertyType type) {
    return new Property(name, type, List.of(), Set.of(), 0, null);
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
    return new Property(name, PropertyType.ENUMERATION, List.of(options), Set.of(), 0, null);
  }

  /** A look-up of another object's record: Salesforce's {@code AccountId}. */
  public static Property reference(String name, String target) {
    return new Property(name, PropertyType.REFERENCE, List.of(), Set.of(), 0, target);
  }

  private Property with(Trait trait) {
    EnumSet<Trait> more = EnumSet.of(trait);
    more.addAll(traits);
    return new Property(name, type, options, more, length, target);
  }

  /** This property, with unique values: HubSpot's {@code hasUniqueValue}. */
  public Property asUnique() {
    return with(Trait.UNIQUE);
  }

  /** This enumeration, taking several options at once. */
  public Property asMultiple() {
    return with(Trait.MULTIPLE);
  }

  /** This property, set by the CRM alone. */
  public Property asReadOnly() {
    return with(Trait.READ_ONLY);
  }

  /**
   * This property as an external id of Salesforce, compared without case; unique only when {@link
   * #asUnique} says so too.
   */
  public Property asExternalId() {
    return with(Trait.EXTERNAL_ID).with(Trait.IGNORES_CASE);
  }

  /** This property, identifying records without being an external id. */
  public Property asIdLookup() {
    return with(Trait.ID_LOOKUP).with(Trait.IGNORES_CASE);
  }

  /** This property, without which no record is made. */
  public Property asRequired() {
    return with(Trait.REQUIRED);
  }

  /** This text, of so many characters at most. */
  public Property ofLength(int length) {
    return new Property(name, type, options, traits, length, target);
  }

  public boolean multiple() {
    return traits.contains(Trait.MULTIPLE);
  }

  public boolean unique() {
    return traits.contains(Trait.UNIQUE);
  }

  public boolean readOnly() {
    return traits.contains(Trait.READ_ONLY);
  }

  public boolean externalId() {
    return traits.contains(Trait.EXTERNAL_ID);
  }

  /** Whether Salesforce lets it identify a record. */
  public boolean idLookup() {
    return externalId() || traits.contains(Trait.ID_LOOKUP);
  }

  public boolean ignoresCase() {
    return traits.contains(Trait.IGNORES_CASE);
  }

  public boolean required() {
    return traits.contains(Trait.REQUIRED);
  }
}
