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
import org.apache.flink.util.FlinkRuntimeException;

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
 * <p>It sees to it that the job restarts when the server has given up the connection by which the
 * log was read: the driver waits for ever for one that delivers nothing and was not closed.
 *
 * <p>It tells of tables that the publication no longer has: {@code DROP TABLE} is not in what the
 * server sends.
 */
final class WalWatch extends LogWatch {

  /** Writes an empty logical message into the WAL. */
  static final String MESSAGE = "SELECT pg_logical_emit_message(true, 'millrace', '')";

  /**
   * In a row: between its two connections, one to search and one to read, a reader that starts has
   * none for up to {@code slot.retry.delay.ms}.
   */
  private static final int LOOKS_WITHOUT_A_READER = 3;

  private final PostgresSourceConfig config;
  private final List<TableId> tables;
  private final Set<TableId> gone = new HashSet<>();
  private volatile Slot.Backlog backlog;
  private volatile Runnable whenLost = () -> {};
  private volatile boolean lost;
  private boolean wasRead;
  private int looksWithoutAReader;

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
      lookForTheReader(now.active);
      found(SourcePosition.lsn(now.end), read == null ? -1 : Math.max(0, now.end - read.offset()));
      statement.execute(MESSAGE);
      tellOfGoneTables(connection);
    }
  }

  /**
   * @param wake called once, in a thread of the watch, when {@link #demandReader} has begun to
   *     throw
   */
  void whenLost(Runnable wake) {
    whenLost = wake;
  }

  /**
   * To be called by the task now and then.
   *
   * @throws FlinkRuntimeException when nobody reads the slot any more, says the server
   */
  void demandReader() {
    if (lost) {
      throw new FlinkRuntimeException(
          "the server has ended the connection by which "
              + Slot.of(config)
              + " was read, and nothing told the reader so: the network delivers nothing on it any"
              + " more. The job restarts from its checkpoint, with a new one");
    }
  }

  /**
   * @param active whether the server has a connection by which the slot is read; also while the
   *     reader takes nothing in, since another of Debezium's threads goes on telling the server
   *     that it is there ({@code startKeepAlive})
   */
  void lookForTheReader(boolean active) {
    if (active) {
      wasRead = true;
      looksWithoutAReader = 0;
      lost = false;
    } else if (wasRead && ++looksWithoutAReader == LOOKS_WITHOUT_A_READER) {
      lost = true;
      whenLost.run();
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
