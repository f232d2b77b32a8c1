package dev.millrace.crm.rest;

import dev.millrace.crm.RecordType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The mapped fields as members of an object, nested where their names say so. */
final class FieldMembers {

  private final RecordType type;
  private final boolean withId;
  private final Pattern separator;
  private final FaultList faults;
  private final ValueWriter values = new ValueWriter();

  /**
   * @param withId whether the id's field is one of them
   * @param separator what separates the names of nested objects; null when none are nested
   */
  FieldMembers(RecordType type, boolean withId, String separator, FaultList faults) {
    this.type = type;
    this.withId = withId;
    this.faults = faults;
    this.separator = separator == null ? null : Pattern.compile(Pattern.quote(separator));
  }

  ValueWriter values() {
    return values;
  }

  /** An object with all of them. */
  JsonPart object() {
    List<String> names = new ArrayList<>();
    List<JsonPart> parts = new ArrayList<>();
    add(Set.of(), names, parts);
    return new JsonPart.Members(names, parts, true);
  }

  /**
   * Adds a member for each field.
   *
   * @param except indexes of fields that are not to be among them
   */
  void add(Set<Integer> except, List<String> names, List<JsonPart> parts) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (int i = 0; i < type.fields().size(); i++) {
      String name = type.fields().get(i);
      if (!except.contains(i) && (withId || !name.equals(type.idField()))) {
        put(members, separator == null ? new String[] {name} : separator.split(name, -1), i);
      }
    }
    add(members, names, parts);
  }

  @SuppressWarnings("unchecked")
  private void put(Map<String, Object> members, String[] path, int field) {
    Map<String, Object> at = members;
    for (int i = 0; i < path.length - 1; i++) {
      Object inner = at.computeIfAbsent(path[i], name -> new LinkedHashMap<String, Object>());
      if (!(inner instanceof Map)) {
        clash(field);
        return;
      }
      at = (Map<String, Object>) inner;
    }
    if (at.putIfAbsent(path[path.length - 1], field) != null) {
      clash(field);
    }
  }

  private void clash(int field) {
    faults.add(
        RestOptions.NESTED.key(),
        "the field "
            + type.fields().get(field)
            + " of "
            + type.object()
            + " beside one that nests in it",
        "fields that are either values or objects");
  }

  @SuppressWarnings("unchecked")
  private void add(Map<String, Object> members, List<String> names, List<JsonPart> parts) {
    members.forEach(
        (name, member) -> {
          names.add(name);
          if (member instanceof Map) {
            List<String> innerNames = new ArrayList<>();
            List<JsonPart> innerParts = new ArrayList<>();
            add((Map<String, Object>) member, innerNames, innerParts);
            parts.add(new JsonPart.Members(innerNames, innerParts, false));
          } else {
            parts.add(new JsonPart.Value(Placeholder.field((Integer) member, Escape.NONE), values));
          }
        });
  }
}
