package dev.millrace.cdc.decode;

import dev.millrace.change.ColumnType;
import dev.millrace.change.SourcePosition;
import dev.millrace.change.TableId;
import java.io.Serializable;
import java.util.function.Function;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Schema;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Struct;

/** What differs between the databases in Debezium's records. */
public interface SourceDialect extends Serializable {

  /** The table that a record's {@code source} struct names. */
  TableId table(Struct source);

  /**
   * Reads the position of a change of the log from its {@code source} struct. Called once per
   * schema, so that fields are looked up once; the function is called for every change.
   */
  Function<Struct, SourcePosition> position(Schema source);

  /**
   * The type of a column whose field has this Connect schema, the same that the check finds over
   * JDBC; {@link SourceColumn} reads the database's own type from it. {@link Conversion} must know
   * a way from the schema to the type's kind.
   */
  ColumnType type(Schema column);

  /**
   * Whether the log may leave values out by {@link Unavailable#PLACEHOLDER}, which becomes {@link
   * dev.millrace.change.Row#UNCHANGED}.
   */
  boolean leavesValuesOut();

  /**
   * Whether the log holds all columns of a table's row before a change. Where it does not, only the
   * primary key of a before image is taken from it (Debezium fills in the others: null, the
   * column's default, 0 or an empty text), the rest is {@link dev.millrace.change.Row#UNCHANGED}.
   */
  boolean logsWholeRows(TableId table);
}
