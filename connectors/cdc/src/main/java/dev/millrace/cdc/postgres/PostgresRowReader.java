package dev.millrace.cdc.postgres;

import dev.millrace.cdc.RowReader;
import dev.millrace.cdc.decode.JdbcRowReader;
import dev.millrace.cdc.decode.StoredTable;
import dev.millrace.change.SourcePosition;
import dev.millrace.change.TableId;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresObjectUtils;
import io.debezium.connector.postgresql.PostgresSchema;
import io.debezium.connector.postgresql.PostgresTopicSelector;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import io.debezium.relational.Column;
import io.debezium.relational.Table;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.cdc.connectors.postgres.source.config.PostgresSourceConfig;
import org.apache.flink.configuration.ReadableConfig;

/** Reads Postgres rows; see {@link RowReader}. */
public final class PostgresRowReader extends JdbcRowReader {

  private final PostgresConnection connection;
  private final PostgresSchema schema;

  private PostgresRowReader(PostgresConnection connection, PostgresSchema schema) {
    super(connection);
    this.connection = connection;
    this.schema = schema;
  }

  /** See {@link RowReader#open}. */
  public static RowReader open(ReadableConfig source, List<TableId> tables) throws SQLException {
    BundledDriver.require();
    PostgresSourceConfig config = PostgresChangeSource.configuration(source, tables).create(0);
    PostgresConnectorConfig debezium = config.getDbzConnectorConfig();
    PostgresConnection.PostgresValueConverterBuilder converters =
        PostgresObjectUtils.newPostgresValueConverterBuilder(debezium);
    PostgresConnection connection =
        new PostgresConnection(debezium.getJdbcConfig(), converters, "millrace rows");
    connection.connect();
    return new PostgresRowReader(
        connection,
        PostgresObjectUtils.newSchema(
            connection,
            debezium,
            connection.getTypeRegistry(),
            PostgresTopicSelector.create(debezium),
            converters.build(connection.getTypeRegistry())));
  }

  @Override
  protected StoredTable describe(TableId table) {
    io.debezium.relational.TableId id =
        new io.debezium.relational.TableId(null, table.namespace(), table.table());
    Table found = schema.tableFor(id);
    if (found == null) {
      throw new IllegalArgumentException("there is no table " + table + " that the source reads");
    }
    // Whether the log holds whole rows does not matter: these are whole.
    return new StoredTable(
        new PostgresColumns(Set.of()),
        found,
        schema.schemaFor(id),
        Map.of("schema", table.namespace(), "table", table.table()));
  }

  @Override
  protected String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  /** As a text whose type the server finds by the column that it is compared with. */
  @Override
  protected void bind(PreparedStatement statement, int parameter, Object value)
      throws SQLException {
    if (value instanceof byte[]) {
      statement.setBytes(parameter, (byte[]) value);
    } else {
      statement.setObject(parameter, value.toString(), Types.OTHER);
    }
  }

  @Override
  protected Object column(ResultSet row, int index, StoredTable table, Column column)
      throws SQLException {
    return row.getObject(index);
  }

  /** Where nothing is written, the server sends the source nothing to come to the end by. */
  @Override
  public SourcePosition logEndToReach() throws SQLException {
    SourcePosition end = logEnd();
    try (Statement statement = connection.connection().createStatement()) {
      statement.execute(WalWatch.MESSAGE);
    }
    return end;
  }

  @Override
  public SourcePosition logEnd() throws SQLException {
    try (Statement statement = connection.connection().createStatement();
        ResultSet end =
            statement.executeQuery("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn")) {
      end.next();
      return SourcePosition.lsn(end.getLong(1));
    }
  }
}
