package dev.millrace.cdc.mysql;

import dev.millrace.cdc.RowReader;
import dev.millrace.cdc.decode.JdbcRowReader;
import dev.millrace.cdc.decode.StoredTable;
import dev.millrace.change.SourcePosition;
import dev.millrace.change.TableId;
import io.debezium.connector.mysql.MySqlConnection;
import io.debezium.connector.mysql.MySqlDatabaseSchema;
import io.debezium.connector.mysql.MySqlFieldReader;
import io.debezium.connector.mysql.MySqlPartition;
import io.debezium.connector.mysql.MySqlTextProtocolFieldReader;
import io.debezium.relational.Column;
import io.debezium.relational.Table;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.flink.cdc.connectors.mysql.debezium.DebeziumUtils;
import org.apache.flink.cdc.connectors.mysql.schema.MySqlSchema;
import org.apache.flink.cdc.connectors.mysql.source.config.MySqlSourceConfig;
import org.apache.flink.cdc.connectors.mysql.source.offset.BinlogOffset;
import org.apache.flink.configuration.ReadableConfig;

/** Reads MySQL rows; see {@link RowReader}. */
public final class MySqlRowReader extends JdbcRowReader {

  private final MySqlSourceConfig config;
  private final MySqlConnection connection;
  private final MySqlDatabaseSchema conversions;
  private final MySqlSchema schemas;
  private final MySqlFieldReader values;

  private MySqlRowReader(MySqlSourceConfig config, MySqlConnection connection) {
    super(connection);
    this.config = config;
    this.connection = connection;
    boolean caseSensitive = connection.isTableIdCaseSensitive();
    this.conversions =
        DebeziumUtils.createMySqlDatabaseSchema(config.getMySqlConnectorConfig(), caseSensitive);
    this.schemas = new MySqlSchema(config, caseSensitive);
    this.values = new MySqlTextProtocolFieldReader(config.getMySqlConnectorConfig());
  }

  /** See {@link RowReader#open}. */
  public static RowReader open(ReadableConfig source, List<TableId> tables) throws SQLException {
    MySqlSourceConfig config = MySqlChangeSource.configFactory(source, tables).createConfig(0);
    MySqlConnection connection = DebeziumUtils.createMySqlConnection(config);
    connection.connect();
    return new MySqlRowReader(config, connection);
  }

  @Override
  protected StoredTable describe(TableId table) {
    io.debezium.relational.TableId id =
        new io.debezium.relational.TableId(table.namespace(), null, table.table());
    Table found =
        schemas
            .getTableSchema(
                new MySqlPartition(config.getMySqlConnectorConfig().getLogicalName()),
                connection,
                id)
            .getTable();
    conversions.refresh(found);
    return new StoredTable(
        new MySqlDialect(),
        found,
        conversions.schemaFor(found.id()),
        Map.of("db", table.namespace(), "table", table.table()));
  }

  @Override
  protected String quoted(String identifier) {
    return '`' + identifier.replace("`", "``") + '`';
  }

  @Override
  protected void bind(PreparedStatement statement, int parameter, Object value)
      throws SQLException {
    // The session's zone is UTC.
    statement.setObject(
        parameter,
        value instanceof Instant
            ? LocalDateTime.ofInstant((Instant) value, ZoneOffset.UTC)
            : value);
  }

  @Override
  protected Object column(ResultSet row, int index, StoredTable table, Column column)
      throws SQLException {
    return values.readField(row, index, column, table.table());
  }

  @Override
  public SourcePosition logEnd() {
    BinlogOffset end = DebeziumUtils.currentBinlogOffset(connection);
    return SourcePosition.binlog(end.getFilename(), end.getPosition(), 0);
  }

  @Override
  public void close() throws SQLException {
    schemas.close();
    conversions.close();
    super.close();
  }
}
