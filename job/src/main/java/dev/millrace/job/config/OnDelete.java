package dev.millrace.job.config;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What a deleted row does to its record in the CRM. */
public final class OnDelete implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Kinds of answer to a deleted row. */
  public enum Kind {
    /** The record is deleted as the CRM deletes: archived. */
    ARCHIVE,
    /** The record stays as it is. */
    IGNORE,
    /** The values of {@link OnDelete#values} are written to the record, its other fields stay. */
    SET
  }

  public static final OnDelete ARCHIVE = new OnDelete(Kind.ARCHIVE, Map.of());
  public static final OnDelete IGNORE = new OnDelete(Kind.IGNORE, Map.of());

  private final Kind kind;
  private final Map<String, Object> values;

  private OnDelete(Kind kind, Map<String, Object> values) {
    this.kind = kind;
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Writes these values; a null value clears its field. */
  public static OnDelete set(Map<String, Object> values) {
    return new OnDelete(Kind.SET, values);
  }

  public Kind kind() {
    return kind;
  }

  /**
   * Field to value in the order of the file: {@link String}, {@link Boolean}, {@link Long}, {@link
   * java.math.BigDecimal} or null. Empty unless {@link Kind#SET}. A field need not be among the
   * mapped ones.
   */
  public Map<String, Object> values() {
    return values;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof OnDelete
        && kind == ((OnDelete) o).kind
        && values.equals(((OnDelete) o).values);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, values);
  }

  @Override
  public String toString() {
    return kind == Kind.SET ? "set " + values : kind.name().toLowerCase(java.util.Locale.ROOT);
  }
}
