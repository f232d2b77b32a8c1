package dev.millrace.crm;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * What a mapping writes: a CRM object, the field that identifies a record, and the fields in their
 * order. One instance a mapping; records of equal types may share a batch.
 */
public final class RecordType implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String object;
  private final String idField;
  private final List<String> fields;
  private final int parentField;
  private final List<Association> associations;
  private final int hash;

  /**
   * @param object the CRM's name of the object: {@code contacts}, {@code Account}
   * @param idField the field whose value identifies a record; one of {@code fields} or not
   * @param fields names of the mapped fields; a record's values stand in this order
   */
  public RecordType(String object, String idField, List<String> fields) {
    this(object, idField, fields, null);
  }

  /**
   * @param parent the one of {@code fields} whose value names the record's parent, null for none:
   *     records of whichever types with the same parent are never in two calls at once (Salesforce
   *     locks the parent's row)
   */
  public RecordType(String object, String idField, List<String> fields, String parent) {
    this(object, idField, fields, parent, List.of());
  }

  /**
   * @param associations parents that records are associated with; only for a CRM that {@link
   *     CrmConnectorFactory#associates}
   */
  public RecordType(
      String object,
      String idField,
      List<String> fields,
      String parent,
      List<Association> associations) {
    this.object = Objects.requireNonNull(object, "object");
    this.idField = Objects.requireNonNull(idField, "idField");
    this.fields = List.copyOf(fields);
    this.parentField = parent == null ? -1 : this.fields.indexOf(parent);
    if (parent != null && parentField < 0) {
      throw new IllegalArgumentException(
          "parent field '" + parent + "' of " + object + " is none of " + fields);
    }
    this.associations = List.copyOf(associations);
    this.hash = Objects.hash(object, idField, this.fields, parentField, this.associations);
  }

  public String object() {
    return object;
  }

  public String idField() {
    return idField;
  }

  public List<String> fields() {
    return fields;
  }

  /** Index of the field whose value names the parent, -1 for none. */
  public int parentField() {
    return parentField;
  }

  /** The parents that records are associated with; of each a record has a {@link Link}. */
  public List<Association> associations() {
    return associations;
  }

  @Override
  public boolean equals(Object o) {
    if (this == o) {
      return true;
    }
    return o instanceof RecordType
        && hash == ((RecordType) o).hash
        && object.equals(((RecordType) o).object)
        && idField.equals(((RecordType) o).idField)
        && fields.equals(((RecordType) o).fields)
        && parentField == ((RecordType) o).parentField
        && associations.equals(((RecordType) o).associations);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return object + " by " + idField + ' ' + fields;
  }
}
