package dev.millrace.change;

import java.io.Serializable;
import java.util.Objects;

/**
 * Type of a column, as far as a mapping must know it. {@link Kind} fixes the Java class of every
 * value that {@link Row#value} returns for the column; null is always possible.
 */
public final class ColumnType implements Serializable {

  private static final long serialVersionUID = 1L;

  /**
   * What values look like in Java. Chosen so that no information of the database's value is lost.
   */
  public enum Kind {
    /** {@link Boolean}: Postgres boolean, MySQL TINYINT(1) and BIT(1), Postgres bit(1). */
    BOOLEAN(Boolean.class),
    /** {@link Short}: TINYINT, SMALLINT, TINYINT UNSIGNED. */
    SMALLINT(Short.class),
    /** {@link Integer}: INT, MEDIUMINT, SMALLINT UNSIGNED, YEAR. */
    INTEGER(Integer.class),
    /** {@link Long}: BIGINT, INT UNSIGNED. */
    BIGINT(Long.class),
    /**
     * {@link java.math.BigDecimal}, exact: DECIMAL/NUMERIC of any size, and BIGINT UNSIGNED (scale
     * 0).
     */
    DECIMAL(java.math.BigDecimal.class),
    /** {@link Float}: FLOAT (MySQL), REAL. */
    REAL(Float.class),
    /** {@link Double}. */
    DOUBLE(Double.class),
    /**
     * {@link String}: characters, enum, set (comma separated), JSON, uuid, xml, inet, interval and
     * any other type by its text.
     */
    STRING(String.class),
    /**
     * {@code byte[]}: BINARY, BLOB, bytea, BIT(n) with n &gt; 1 (most significant byte first). Not
     * to be written to.
     */
    BYTES(byte[].class),
    /** {@link java.time.LocalDate}. */
    DATE(java.time.LocalDate.class),
    /** {@link java.time.LocalTime}, to the microsecond. */
    TIME(java.time.LocalTime.class),
    /**
     * {@link java.time.LocalDateTime}, to the microsecond: DATETIME (MySQL), timestamp without time
     * zone.
     */
    TIMESTAMP(java.time.LocalDateTime.class),
    /**
     * {@link java.time.Instant}, to the microsecond: TIMESTAMP (MySQL), timestamp with time zone.
     */
    TIMESTAMP_TZ(java.time.Instant.class),
    /** {@link java.util.List} of the element type's values: Postgres arrays. */
    ARRAY(java.util.List.class);

    private final Class<?> javaClass;

    Kind(Class<?> javaClass) {
      this.javaClass = javaClass;
    }

    public Class<?> javaClass() {
      return javaClass;
    }
  }

  private final Kind kind;
  private final int precision;
  private final int scale;
  private final ColumnType element;
  private final String sqlName;

  private ColumnType(Kind kind, int precision, int scale, ColumnType element, String sqlName) {
    this.kind = Objects.requireNonNull(kind, "kind");
    this.precision = precision;
    this.scale = scale;
    this.element = element;
    this.sqlName = sqlName;
  }

  public static ColumnType of(Kind kind, String sqlName) {
    return new ColumnType(kind, -1, -1, null, sqlName);
  }

  /** A DECIMAL; precision or scale -1 where the database gives none (Postgres {@code numeric}). */
  public static ColumnType decimal(int precision, int scale, String sqlName) {
    return new ColumnType(Kind.DECIMAL, precision, scale, null, sqlName);
  }

  public static ColumnType array(ColumnType element, String sqlName) {
    return new ColumnType(Kind.ARRAY, -1, -1, Objects.requireNonNull(element, "element"), sqlName);
  }

  public Kind kind() {
    return kind;
  }

  /** Digits of a DECIMAL, -1 where the database gives none or the kind has none. */
  public int precision() {
    return precision;
  }

  /**
   * Digits behind the point of a DECIMAL, -1 where the database gives none or the kind has none.
   */
  public int scale() {
    return scale;
  }

  /** Type of an ARRAY's elements; null for every other kind. */
  public ColumnType element() {
    return element;
  }

  /**
   * The database's own name of the type where the source knows it, for messages; null otherwise.
   */
  public String sqlName() {
    return sqlName;
  }

  @Override
  public boolean equals(Object o) {
    if (!(o instanceof ColumnType)) {
      return false;
    }
    ColumnType other = (ColumnType) o;
    return kind == other.kind
        && precision == other.precision
        && scale == other.scale
        && Objects.equals(element, other.element)
        && Objects.equals(sqlName, other.sqlName);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, precision, scale, element, sqlName);
  }

  @Override
  public String toString() {
    return sqlName != null ? sqlName : kind.name();
  }
}
