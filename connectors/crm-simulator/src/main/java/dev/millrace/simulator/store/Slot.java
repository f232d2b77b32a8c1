package dev.millrace.simulator.store;

import dev.millrace.simulator.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A property of an object: its place in a record and, when unique, who holds which value. */
public final class Slot {

  private final Property property;
  private final int index;
  private final boolean email;
  private final boolean ignoresCase;
  private final Set<String> options;
  private final Map<String, StoredRecord> holders;
  private final Map<String, List<StoredRecord>> severalHolders;
  private final Set<String> inFlight = new HashSet<>();

  Slot(Property property, int index, boolean email) {
    this.property = property;
    this.index = index;
    this.email = email;
    this.ignoresCase = email || property.ignoresCase();
    this.options = Set.copyOf(property.options());
    this.holders = property.unique() ? new HashMap<>() : null;
    this.severalHolders = property.idLookup() && !property.unique() ? new HashMap<>() : null;
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

  /** Whether records can be found by it. */
  public boolean identifies() {
    return holders != null || severalHolders != null;
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
    return ignoresCase ? value.toLowerCase(Locale.ROOT) : value;
  }

  /** The live record that holds a folded value of this unique property; null when none does. */
  public StoredRecord holder(String folded) {
    return holders.get(folded);
  }

  /** The live records that hold a folded value of this identifying property. */
  public List<StoredRecord> holders(String folded) {
    if (severalHolders != null) {
      return severalHolders.getOrDefault(folded, List.of());
    }
    StoredRecord holder = holder(folded);
    return holder == null ? List.of() : List.of(holder);
  }

  void take(String value, StoredRecord holder) {
    if (holders != null) {
      holders.put(fold(value), holder);
    } else {
      severalHolders.computeIfAbsent(fold(value), folded -> new ArrayList<>(1)).add(holder);
    }
  }

  void release(String value, StoredRecord holder) {
    if (holders != null) {
      holders.remove(fold(value), holder);
    } else {
      severalHolders.computeIfPresent(
          fold(value), (folded, all) -> all.remove(holder) && all.isEmpty() ? null : all);
    }
  }

  void releaseAll() {
    if (holders != null) {
      holders.clear();
    }
    if (severalHolders != null) {
      severalHolders.clear();
    }
  }

  /** Marks a folded value as carried by a call; false when another call in flight carries it. */
  public boolean enterFlight(String folded) {
    return inFlight.add(folded);
  }

  /** Whether a call in flight carries a folded value. */
  public boolean isInFlight(String folded) {
    return inFlight.contains(folded);
  }

  public void leaveFlight(String folded) {
    inFlight.remove(folded);
  }

  @Override
  public String toString() {
    return property.name();
  }
}
