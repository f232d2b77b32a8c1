package dev.millrace.simulator.store;

import dev.millrace.simulator.Property;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An object of the CRM: its properties, its live records, its versions. */
public final class ObjectType {

  private final String name;
  private final String typeId;
  private final String singular;
  private final String changedProperty;
  private final List<Slot> slots = new ArrayList<>();
  private final Map<String, Slot> slotsByName;
  final Map<Long, StoredRecord> live = new LinkedHashMap<>();
  final History history = new History();
  final NewestVersions newest = new NewestVersions();

  /**
   * @param typeId the CRM's number of the object: {@code 0-1}
   * @param singular the object's name in error texts: {@code CONTACT}
   * @param changedProperty name of the property that tells of the last change
   * @param ignoreCase whether names of properties that differ in case only are the same
   */
  ObjectType(
      String name, String typeId, String singular, String changedProperty, boolean ignoreCase) {
    this.name = name;
    this.typeId = typeId;
    this.singular = singular;
    this.changedProperty = changedProperty;
    this.slotsByName = ignoreCase ? new TreeMap<>(String.CASE_INSENSITIVE_ORDER) : new HashMap<>();
  }

  public String name() {
    return name;
  }

  public String typeId() {
    return typeId;
  }

  public String singular() {
    return singular;
  }

  public String changedProperty() {
    return changedProperty;
  }

  /** Adds a property, or replaces the definition of one that no record uses yet. */
  public void define(Property property) {
    boolean email = name.equals("contacts") && property.name().equals("email");
    Slot known = slotsByName.get(property.name());
    if (known == null) {
      Slot slot = new Slot(property, slots.size(), email);
      slots.add(slot);
      slotsByName.put(property.name(), slot);
    } else if (!known.property().equals(property)) {
      if (!live.isEmpty()) {
        throw new IllegalStateException(
            "property '" + property.name() + "' of " + name + " is defined and in use");
      }
      Slot slot = new Slot(property, known.index(), email);
      slots.set(known.index(), slot);
      slotsByName.put(property.name(), slot);
    }
  }

  /** In the order of definition. */
  public List<Slot> slots() {
    return slots;
  }

  /** Null when the object has no such property. */
  public Slot slot(String property) {
    return slotsByName.get(property);
  }

  /** In the order of creation. */
  public Collection<StoredRecord> records() {
    return live.values();
  }

  /** Null when no live record has this id. */
  public StoredRecord record(long id) {
    return live.get(id);
  }

  /** Tells versions of its records by this property from now on. */
  public void watchVersions(Slot slot) {
    newest.watch(slot);
  }

  public History history() {
    return history;
  }
}
