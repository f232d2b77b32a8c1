package dev.millrace.crm.salesforce;

import dev.millrace.check.Fault;
import dev.millrace.check.NearNames;
import dev.millrace.crm.RecordType;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What is wrong with the mappings of one object, by its description. */
final class ObjectCheck {

  private static final Set<String> COMPOUND = Set.of("address", "location");

  private final String object;
  private final SObject described;
  private final Describing others;
  private final List<Fault> faults;

  /** Finds the description of another object; null when there is none. */
  interface Describing {
    SObject describe(String object) throws IOException;
  }

  ObjectCheck(String object, SObject described, Describing others, List<Fault> faults) {
    this.object = object;
    this.described = described;
    this.others = others;
    this.faults = faults;
  }

  void check(List<RecordType> types, boolean caseSensitiveId) throws IOException {
    if (!described.createable || !described.updateable) {
      add(
          "the user may not " + (described.createable ? "update" : "create") + " " + object,
          "a user who may create and update it",
          "give the user's profile or permission set these rights to the object");
      return;
    }
    Set<String> ids = new LinkedHashSet<>();
    Set<String> fields = new LinkedHashSet<>();
    for (RecordType type : types) {
      if (ids.add(type.idField())) {
        checkId(type.idField(), caseSensitiveId);
      }
      fields.addAll(type.fields());
    }
    fields.removeAll(ids);
    for (String field : fields) {
      FieldName name = FieldName.of(field);
      if (name.isRelationship()) {
        checkRelationship(name);
      } else {
        checkField(field);
      }
    }
    fields.addAll(ids);
    checkRequired(fields);
  }

  private void checkId(String id, boolean caseSensitiveId) {
    if (id.equalsIgnoreCase("Id")) {
      add(
          "id is Id, which Salesforce gives out itself",
          "an external id field of your own",
          createExternalId());
      return;
    }
    if (!checkField(id)) {
      return;
    }
    SObject.Field field = described.field(id);
    if (!field.externalId && !field.idLookup) {
      add(
          "field '" + id + "' identifies no record: it is no external id",
          "a field with 'External ID' set",
          createExternalId());
    } else if (field.caseSensitive != caseSensitiveId
        && FieldKind.ofType(field.type) == FieldKind.TEXT) {
      faults.add(
          new Fault(
              "sink.case-sensitive-id",
              caseSensitiveId + ", while " + object + '.' + id + " is the other",
              "what the mappings' id fields are",
              "set sink.case-sensitive-id: " + field.caseSensitive));
    }
  }

  private boolean checkField(String name) {
    SObject.Field field = described.field(name);
    if (field == null) {
      List<String> near =
          near(name, described.fields().stream().map(f -> f.name).collect(Collectors.toList()));
      add(
          "there is no field '" + name + "', or the user may not see it",
          such("a field's API name", near),
          "correct the mapping, create the field, or let the user see it");
      return false;
    }
    if (COMPOUND.contains(field.type)) {
      add(
          "field '" + name + "' is made of others",
          "a field that can be written",
          "map its parts, such as MailingStreet and MailingCity");
      return false;
    }
    if (!field.createable || !field.updateable) {
      add(
          "field '"
              + name
              + "' cannot be "
              + (field.createable ? "changed once the record is there" : "written"),
          "a field that the user may write",
          "take it out of the mapping, or let the user edit it");
      return false;
    }
    return true;
  }

  private void checkRelationship(FieldName name) throws IOException {
    SObject.Field lookup = described.lookup(name.relationship);
    if (lookup == null) {
      add(
          "there is no relationship '" + name.relationship + "' in '" + name.text + "'",
          such("a relationship's name", near(name.relationship, described.relationships())),
          "for a custom lookup it ends in __r");
      return;
    }
    if (!checkField(lookup.name)) {
      return;
    }
    if (name.object == null && lookup.parents.size() > 1) {
      add(
          "'" + name.text + "' may lead to " + String.join(", ", lookup.parents),
          "the object's name in front",
          "write " + lookup.parents.get(0) + ':' + name.text);
      return;
    }
    String parent = name.object == null ? String.join("", lookup.parents) : name.object;
    SObject of = lookup.parents.contains(parent) ? others.describe(parent) : null;
    if (of == null) {
      add(
          "'" + name.text + "' leads to " + parent + ", which is not to be had",
          "one of " + String.join(", ", lookup.parents),
          "correct the mapping, or let the user see the object");
      return;
    }
    SObject.Field field = of.field(name.field);
    if (field == null || !(field.externalId || field.idLookup)) {
      List<String> ids =
          of.fields().stream()
              .filter(f -> f.externalId)
              .map(f -> f.name)
              .collect(Collectors.toList());
      add(
          "'" + name.text + "' finds no record: " + parent + " has no such external id field",
          ids.isEmpty() ? "an external id field of " + parent : "one of " + String.join(", ", ids),
          "correct the mapping, or create the field with 'External ID' set");
    }
  }

  private void checkRequired(Set<String> fields) {
    Set<String> mapped = new LinkedHashSet<>();
    for (String field : fields) {
      FieldName name = FieldName.of(field);
      SObject.Field lookup = name.isRelationship() ? described.lookup(name.relationship) : null;
      mapped.add((lookup == null ? field : lookup.name).toLowerCase(Locale.ROOT));
    }
    for (SObject.Field field : described.fields()) {
      if (field.createable
          && !field.nillable
          && !field.defaultedOnCreate
          && !field.type.equals("boolean")
          && !mapped.contains(field.name.toLowerCase(Locale.ROOT))) {
        add(
            "field '" + field.name + "' is not mapped",
            "a value for it: a record cannot be created without",
            "map it, if only to a constant");
      }
    }
  }

  private static List<String> near(String name, List<String> names) {
    return NearNames.of(name, names);
  }

  private static String such(String what, List<String> near) {
    return near.isEmpty() ? what : what + ", such as " + String.join(", ", near);
  }

  private static String createExternalId() {
    return "in Salesforce's object manager, add a text field with 'External ID' and 'Unique' set";
  }

  private void add(String found, String expected, String mend) {
    faults.add(fault(object, found, expected, mend));
  }

  static Fault fault(String object, String found, String expected, String mend) {
    return new Fault("salesforce " + object, found, expected, mend);
  }
}
