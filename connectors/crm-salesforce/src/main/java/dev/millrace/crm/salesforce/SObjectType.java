package dev.millrace.crm.salesforce;

import dev.millrace.change.Row;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.RecordType;
import java.math.BigDecimal;
import java.util.Locale;

/** A record type as Salesforce's API needs it. Not thread safe. */
final class SObjectType {

  /** Most records of a collection, and of one request to delete. */
  static final int MAX_COLLECTION = 200;

  private final RecordType type;
  private final ApiPath path;
  private final Descriptions descriptions;
  private final boolean caseSensitiveId;
  private final RecordIds ids = new RecordIds();
  private final FieldName[] fields;

  private FieldKind[] kinds;
  private FieldKind idKind;
  private UpsertWriter writer;

  SObjectType(RecordType type, ApiPath path, Descriptions descriptions, boolean caseSensitiveId) {
    this.type = type;
    this.path = path;
    this.descriptions = descriptions;
    this.caseSensitiveId = caseSensitiveId;
    this.fields = new FieldName[type.fields().size()];
    for (int i = 0; i < fields.length; i++) {
      String name = type.fields().get(i);
      // The id is written on its own, whether it is mapped or not.
      fields[i] = name.equalsIgnoreCase(type.idField()) ? null : FieldName.of(name);
    }
  }

  RecordType type() {
    return type;
  }

  ApiPath path() {
    return path;
  }

  Descriptions descriptions() {
    return descriptions;
  }

  RecordIds ids() {
    return ids;
  }

  /** One name a field of the type, in its order; null in the place of the id field. */
  FieldName[] fields() {
    return fields;
  }

  /** An external id as Salesforce compares it. */
  String key(String externalId) {
    return caseSensitiveId ? externalId : externalId.toLowerCase(Locale.ROOT);
  }

  /** As {@link #key}, of what an answer has for it: numbers come back in another form. */
  String keyOfAnswer(String externalId) {
    if (idKind == FieldKind.NUMBER) {
      try {
        return new BigDecimal(externalId).stripTrailingZeros().toPlainString();
      } catch (NumberFormatException e) {
        return key(externalId);
      }
    }
    return key(externalId);
  }

  /** An object whose description has to be read first; null when what is needed is known. */
  String undescribed() {
    if (kinds != null) {
      return null;
    }
    SObject own = descriptions.get(type.object());
    if (own == null) {
      return type.object();
    }
    FieldKind[] found = new FieldKind[fields.length];
    for (int i = 0; i < fields.length; i++) {
      if (fields[i] == null) {
        continue;
      }
      SObject holder = own;
      if (fields[i].isRelationship()) {
        String parent = parent(own, fields[i]);
        holder = parent == null ? SObject.UNKNOWN : descriptions.get(parent);
        if (holder == null) {
          return parent;
        }
      }
      found[i] = holder.kind(fields[i].field);
    }
    idKind = own.kind(type.idField());
    kinds = found;
    writer = new UpsertWriter(this);
    return null;
  }

  private static String parent(SObject own, FieldName field) {
    if (field.object != null) {
      return field.object;
    }
    SObject.Field lookup = own.lookup(field.relationship);
    return lookup == null || lookup.parents.isEmpty() ? null : lookup.parents.get(0);
  }

  /** What the field at this index takes; once {@link #undescribed} is null. */
  FieldKind kind(int field) {
    return kinds[field];
  }

  /** What the id field takes; once {@link #undescribed} is null. */
  FieldKind idKind() {
    return idKind;
  }

  /** Writes upserts; once {@link #undescribed} is null. */
  UpsertWriter writer() {
    return writer;
  }

  /**
   * Why Salesforce would refuse a whole call for this record's sake: the field whose value has
   * another form than it takes. Null when there is none.
   */
  String misfit(CrmRecord record) {
    if (idKind.of(record.externalId()) == FieldKind.MISFIT) {
      return misfit(type.idField(), idKind);
    }
    for (int i = 0; i < fields.length; i++) {
      FieldKind kind = kinds[i];
      if (kind != null && kind != FieldKind.TEXT && kind != FieldKind.ANY) {
        Object value = record.value(i);
        if (value != Row.UNCHANGED && kind.of(value) == FieldKind.MISFIT) {
          return misfit(fields[i].text, kind);
        }
      }
    }
    return null;
  }

  private static String misfit(String field, FieldKind kind) {
    return "the value of "
        + field
        + " is no "
        + kind.name().toLowerCase(Locale.ROOT)
        + "; found before it was sent";
  }
}
