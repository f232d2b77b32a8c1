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
  private final int hash;

  /**
   * @param object the CRM's name of the object: {@code contacts}, {@code Account}
   * @param idField the field whose value identifies a record; one of {@code fields} or not
   * @param fields names of the mapped fields; a record's values stand in this order
   */
  public RecordType(String object, String idField, List<String> fields) {
    this.object = Objects.requireNonNull(object, "object");
    this.idField = Objects.requireNonNull(idField, "idField");
    this.fields = List.copyOf(fields);
    this.hash = Objects.hash(object, idField, this.fields);
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

  @Override
  public boolean equals(Object o) {
    if (this == o) {
      return true;
    }
    return o instanceof RecordType
        && hash == ((RecordType) o).hash
        && object.equals(((RecordType) o).object)
        && idField.equals(((RecordType) o).idField)
        && fields.equals(((RecordType) o).fields);
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
