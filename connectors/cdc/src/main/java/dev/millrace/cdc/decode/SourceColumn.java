package dev.millrace.cdc.decode;

import java.util.Map;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Schema;

/**
 * The database's own type of a column as Debezium hands it on in the column's Connect schema, which
 * it does when {@code datatype.propagate.source.type} (MySQL) or {@code
 * column.propagate.source.type} names the column.
 */
public final class SourceColumn {

  /** Debezium properties that make it hand on every column's type. */
  public static final Map<String, String> PROPAGATE = Map.of("column.propagate.source.type", ".*");

  private final Schema schema;

  public SourceColumn(Schema schema) {
    this.schema = schema;
  }

  /** The type's name in the database's words, null when it was not handed on. */
  public String typeName() {
    return parameter("__debezium.source.column.type");
  }

  /** The length or precision, -1 when the type has none. */
  public int length() {
    return number("__debezium.source.column.length");
  }

  /** Digits behind the point, -1 when the type has none. */
  public int scale() {
    return number("__debezium.source.column.scale");
  }

  private int number(String name) {
    String text = parameter(name);
    return text == null ? -1 : Integer.parseInt(text);
  }

  private String parameter(String name) {
    return schema.parameters() == null ? null : schema.parameters().get(name);
  }
}
