package dev.millrace.simulator.store;

import dev.millrace.simulator.Property;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A property of an object: its place in a record and, when unique, who holds which value. */
public final class Slot {

  private final Property property;
  private final int index;
  private final boolean email;
  private final Set<String> options;
  private final Map<String, StoredRecord> holders;
  private final Set<String> inFlight = new HashSet<>();

  Slot(Property property, int index, boolean email) {
    this.property = property;
    this.index = index;
    this.email = email;
    this.options = Set.copyOf(property.options());
    this.holders = property.unique() ? new HashMap<>() : null;
  }

  public Property property() {
    return property;
  }

  public String name() {
    return property.name();
  }

  public boolean unique() {
    return holders != null;
  }

  /** Whether this is the contacts' e-mail: its values are kept and compared in lower case. */
  public boolean email() {
    return email;
  }

  public boolean hasOption(String value) {
    return options.contains(value);
  }

  int index() {
    return index;
  }

  /** The value as the CRM compares it. */
  public String fold(String value) {
    return email ? value.toLowerCase(Locale.ROOT) : value;
  }

  /** The live record that holds a folded value of this unique property; null when none does. */
  public StoredRecord holder(String folded) {
    return holders.get(folded);
  }

  void take(String value, StoredRecord holder) {
    holders.put(fold(value), holder);
  }

  void release(String value, StoredRecord holder) {
    holders.remove(fold(value), holder);
  }

  void releaseAll() {
    if (holders != null) {
      holders.clear();
    }
  }

  /** Marks a folded value as carried by a call; false when another call in flight carries it. */
  public boolean enterFlight(String folded) {
    return inFlight.add(folded);
  }

  public void leaveFlight(String folded) {
    inFlight.remove(folded);
  }

  @Override
  public String toString() {
    return property.name();
  }
}
