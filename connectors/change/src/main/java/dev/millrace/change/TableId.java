package dev.millrace.change;

import java.io.Serializable;
import java.util.Objects;

/**
 * Name of a table as a mapping writes it: {@code database.table} on MySQL, {@code schema.table} on
 * Postgres. Case is kept as the database reports it.
 */
public final class TableId implements Serializable, Comparable<TableId> {

  private static final long serialVersionUID = 1L;

  private final String namespace;
  private final String table;

  public TableId(String namespace, String table) {
    this.namespace = Objects.requireNonNull(namespace, "namespace");
    this.table = Objects.requireNonNull(table, "table");
  }

  /**
   * Reads {@code namespace.table}; throws {@link IllegalArgumentException} when there is no single
   * dot inside the text.
   */
  public static TableId parse(String text) {
    int dot = text.indexOf('.');
    if (dot <= 0 || dot == text.length() - 1 || text.indexOf('.', dot + 1) >= 0) {
      throw new IllegalArgumentException(
          "table '"
              + text
              + "' is not of the form <database>.<table> (MySQL) or <schema>.<table> (Postgres)");
    }
    return new TableId(text.substring(0, dot), text.substring(dot + 1));
  }

  /** The MySQL database or the Postgres schema. */
  public String namespace() {
    return namespace;
  }

  public String table() {
    return table;
  }

  @Override
  public int compareTo(TableId other) {
    int byNamespace = namespace.compareTo(other.namespace);
    return byNamespace != 0 ? byNamespace : table.compareTo(other.table);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof TableId
        && namespace.equals(((TableId) o).namespace)
        && table.equals(((TableId) o).table);
  }

  @Override
  public int hashCode() {
    return 31 * namespace.hashCode() + table.hashCode();
  }

  @Override
  public String toString() {
    return namespace + '.' + table;
  }
}
