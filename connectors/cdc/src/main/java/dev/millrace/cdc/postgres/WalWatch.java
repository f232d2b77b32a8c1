package dev.millrace.cdc.postgres;

import dev.millrace.cdc.LogMetricNames;
import dev.millrace.cdc.LogWatch;
import dev.millrace.cdc.RowsGone;
import dev.millrace.change.SourcePosition;
import dev.millrace.change.TableId;
import dev.millrace.change.flink.MetricScope;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.cdc.connectors.postgres.source.config.PostgresSourceConfig;
import org.apache.flink.metrics.MetricGroup;

/**
 * Does, once a heartbeat interval, what the reader of the WAL cannot do by itself.
 *
 * <p>It writes an empty logical message into the WAL. The reader's position, and with it the slot,
 * moves only with what the server sends; without a change to send, a reader that just started waits
 * for its first one and the server keeps all the WAL that other tables write meanwhile
 * (FLINK-40538). A message needs no table and no right, and reaches every reader from Postgres 14
 * on; behind it the reader has come to where the log ended before, which tells that it does not
 * lag.
 *
 * <p>It tells of tables that the publication no longer has: {@code DROP TABLE} is not in what the
 * server sends.
 */
final class WalWatch extends LogWatch {

  /** Writes an empty logical message into the WAL. */
  static final String MESSAGE = "SELECT pg_logical_emit_message(true, 'millrace', '')";

  private final PostgresSourceConfig config;
  private final List<TableId> tables;
  private final Set<TableId> gone = new HashSet<>();
  private volatile Slot.Backlog backlog;

  WalWatch(MetricGroup operator, PostgresSourceConfig config, List<TableId> tables) {
    super(operator, config.getDbzConnectorConfig().getHeartbeatInterval());
    this.config = config;
    this.tables = tables;
  }

  @Override
  protected void register(MetricScope scope) {
    LogMetricNames.RETAINED.gauge(scope, () -> known(() -> backlog.retained));
    LogMetricNames.UNCONFIRMED.gauge(scope, () -> known(() -> backlog.unconfirmed));
  }

  @Override
  protected void look() throws SQLException {
    try (Connection connection = PostgresConnections.open(config);
        Statement statement = connection.createStatement()) {
      Slot.Backlog now = Slot.of(config).backlog(connection);
      SourcePosition read = read();
      backlog = now;
      found(SourcePosition.lsn(now.end), read == null ? -1 : Math.max(0, now.end - read.offset()));
      statement.execute(MESSAGE);
      tellOfGoneTables(connection);
    }
  }

  private void tellOfGoneTables(Connection connection) throws SQLException {
    Publication publication = Publication.of(config);
    List<TableId> missing = publication.missing(connection, tables);
    gone.retainAll(missing);
    for (TableId table : missing) {
      if (gone.add(table)) {
        RowsGone.unpublished(table, publication.addStatement(List.of(table)));
      }
    }
  }
}
