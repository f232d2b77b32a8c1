package dev.millrace.crm;

import java.io.Serializable;
import java.util.Objects;

/** That records of a type are associated with a record of another object each, their parent. */
public final class Association implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String object;
  private final String idField;

  /**
   * @param object the CRM's name of the parents' object
   * @param idField the field of that object whose value a {@link Link} holds
   */
  public Association(String object, String idField) {
    this.object = Objects.requireNonNull(object, "object");
    this.idField = Objects.requireNonNull(idField, "idField");
  }

  public String object() {
    return object;
  }

  public String idField() {
    return idField;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Association
        && object.equals(((Association) o).object)
        && idField.equals(((Association) o).idField);
  }

  @Override
  public int hashCode() {
    return Objects.hash(object, idField);
  }

  @Override
  public String toString() {
    return object + " by " + idField;
  }
}
