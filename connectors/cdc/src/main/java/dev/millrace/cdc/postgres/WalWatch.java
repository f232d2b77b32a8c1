package dev.millrace.cdc.postgres;

import dev.millrace.cdc.RowsGone;
import dev.millrace.change.TableId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.cdc.connectors.postgres.source.config.PostgresSourceConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does, once a heartbeat interval, what the reader of the WAL cannot do by itself.
 *
 * <p>It writes an empty logical message into the WAL while the tables have no changes. The reader's
 * position, and with it the slot, moves only with what the server sends; without a change to send,
 * a reader that just started waits for its first one and the server keeps all the WAL that other
 * tables write meanwhile (FLINK-40538). A message needs no table and no right, and reaches every
 * reader from Postgres 14 on.
 *
 * <p>It tells of tables that the publication no longer has: {@code DROP TABLE} is not in what the
 * server sends.
 */
final class WalWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WalWatch.class);

  /** Writes an empty logical message into the WAL. */
  static final String MESSAGE = "SELECT pg_logical_emit_message(true, 'millrace', '')";

  private final PostgresSourceConfig config;
  private final List<TableId> tables;
  private final Set<TableId> gone = new HashSet<>();
  private final long intervalNanos;

  private final AtomicBoolean underWay = new AtomicBoolean();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread watch = new Thread(task, "millrace-wal-watch");
            watch.setDaemon(true);
            return watch;
          });
  private long last;

  /** Whether looking fails, which is told once; of that thread alone. */
  private boolean failing;

  WalWatch(PostgresSourceConfig config, List<TableId> tables) {
    this.config = config;
    this.tables = tables;
    this.intervalNanos = config.getDbzConnectorConfig().getHeartbeatInterval().toNanos();
    this.last = System.nanoTime() - intervalNanos;
  }

  /**
   * Looks, in a thread of its own, unless that was done within the interval.
   *
   * @param idle whether the position has stood still since the look before
   */
  void look(boolean idle) {
    long now = System.nanoTime();
    if (now - last < intervalNanos || !underWay.compareAndSet(false, true)) {
      return;
    }
    last = now;
    thread.execute(() -> lookNow(idle));
  }

  private void lookNow(boolean idle) {
    try (Connection connection = PostgresConnections.open(config);
        Statement statement = connection.createStatement()) {
      if (idle) {
        statement.execute(MESSAGE);
      }
      tellOfGoneTables(connection);
      failing = false;
    } catch (SQLException | RuntimeException e) {
      // The reader has its own connection: if the server is gone, the job fails and recovers there.
      if (!failing) {
        failing = true;
        LOG.warn("The slot and its tables cannot be looked after", e);
      }
    } finally {
      underWay.set(false);
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

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
