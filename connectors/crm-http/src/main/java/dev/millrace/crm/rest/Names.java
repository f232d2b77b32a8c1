package dev.millrace.crm.rest;

import dev.millrace.check.NearNames;
import dev.millrace.crm.RecordType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What placeholders may stand for in the templates of one kind of request for a record type. */
final class Names {

  static final String ID = "id";
  static final String ID_FIELD = "id-field";
  static final String OBJECT = "object";
  static final String FOUND = "found";

  /** In front of a field whose name is one of the words above. */
  private static final String FIELD = "fields.";

  private final RecordType type;
  private final Map<String, String> words;
  private final boolean fields;
  private final boolean found;
  private final boolean strict;
  private final FaultList faults;

  /**
   * @param words further names of objects: {@code contacts.type}
   * @param fields whether the records have values, as those of a delete do not
   * @param found whether a lookup comes before
   * @param strict whether a name that nothing bears is a fault. What marks a record whose row is
   *     gone has few of its type's fields: the others are left as they are.
   */
  Names(
      RecordType type,
      Map<String, String> words,
      boolean fields,
      boolean found,
      boolean strict,
      FaultList faults) {
    this.type = type;
    this.words = words;
    this.fields = fields;
    this.found = found;
    this.strict = strict;
    this.faults = faults;
  }

  RecordType type() {
    return type;
  }

  FaultList faults() {
    return faults;
  }

  /** Index of the mapped field that this placeholder stands for; -1 when it stands for none. */
  int field(String name) {
    if (name.startsWith(FIELD)) {
      return type.fields().indexOf(name.substring(FIELD.length()));
    }
    return name.equals(ID) || name.equals(ID_FIELD) || name.equals(OBJECT) || name.equals(FOUND)
        ? -1
        : type.fields().indexOf(name);
  }

  Placeholder find(String key, String name, Escape escape) {
    switch (name) {
      case ID:
        return Placeholder.id(escape);
      case ID_FIELD:
        return Placeholder.constant(type.idField(), escape);
      case OBJECT:
        return Placeholder.constant(type.object(), escape);
      case FOUND:
        if (!found) {
          faults.add(key, "{found}", "no use of what this request is to find itself");
        }
        return Placeholder.found(escape);
      default:
        return other(key, name, escape);
    }
  }

  private Placeholder other(String key, String name, Escape escape) {
    if (name.startsWith(OBJECT + '.')) {
      String word = type.object() + name.substring(OBJECT.length());
      String value = words.get(word);
      if (value != null) {
        return Placeholder.constant(value, escape);
      }
      if (field(name) < 0) {
        faults.add(key, '{' + name + '}', "sink.objects." + word + " to be set");
        return Placeholder.constant("", escape);
      }
    }
    int index = field(name);
    if (index < 0 && !strict) {
      return Placeholder.unchanged();
    } else if (index < 0) {
      faults.add(key, '{' + name + "}, which no field of " + type.object() + " is", expected(name));
    } else if (!fields) {
      faults.add(
          key, "the field {" + name + '}', "{id} alone, which is all that is known of a row gone");
    } else {
      return Placeholder.field(index, escape);
    }
    return Placeholder.constant("", escape);
  }

  private String expected(String name) {
    List<String> known = new ArrayList<>(List.of(ID, ID_FIELD, OBJECT));
    if (fields) {
      known.addAll(type.fields());
    }
    List<String> near = NearNames.of(name, known);
    return (near.isEmpty() ? "one of " : "perhaps ") + (near.isEmpty() ? known : near);
  }
}
