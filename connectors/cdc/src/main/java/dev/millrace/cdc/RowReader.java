package dev.millrace.cdc;

import dev.millrace.cdc.mysql.MySqlRowReader;
import dev.millrace.cdc.postgres.PostgresRowReader;
import dev.millrace.change.ChangeEvent;
import dev.millrace.change.RowKey;
import dev.millrace.change.SourcePosition;
import dev.millrace.change.TableId;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Reads rows as they are now, by their primary keys, over a connection of its own. What it reads
 * looks like what the source of the same options delivers: same schema, same classes, same values.
 * Used by one thread; each read waits for the database.
 */
public interface RowReader extends AutoCloseable {

  /**
   * Connects to the database of a source.
   *
   * @param source options of {@link SourceOptions}
   * @param tables the tables whose rows may be asked for
   * @throws IllegalArgumentException when an option is missing or wrong, naming it
   * @throws SQLException when the database does not let it
   */
  static RowReader open(ReadableConfig source, List<TableId> tables) throws SQLException {
    Drivers.keepToTheJob();
    return source.get(SourceOptions.TYPE) == SourceType.POSTGRES
        ? PostgresRowReader.open(source, tables)
        : MySqlRowReader.open(source, tables);
  }

  /**
   * Reads the rows with these keys, many in one query. A row that is there is an INSERT of it, one
   * that is gone a DELETE whose row holds the key alone. The position is the end of the log before
   * the row was read: every change before it is in the row, later ones may be.
   *
   * @return a change for every key, in the keys' order
   * @throws IllegalArgumentException when a table has another primary key than its key here
   */
  Map<RowKey, ChangeEvent> read(Collection<RowKey> keys) throws SQLException;

  /**
   * Reads the rows that have a value in a column, as {@link #read} does.
   *
   * @param value as text
   * @return an INSERT of each
   * @throws IllegalArgumentException when the table has no such column
   */
  List<ChangeEvent> find(TableId table, String column, String value) throws SQLException;

  /** The end of the database's log, now. Every later commit gets a position at or behind it. */
  SourcePosition logEnd() throws SQLException;

  /** As {@link #logEnd}, and sees to it that a source that reads the log comes to it. */
  default SourcePosition logEndToReach() throws SQLException {
    return logEnd();
  }

  @Override
  void close() throws SQLException;
}
