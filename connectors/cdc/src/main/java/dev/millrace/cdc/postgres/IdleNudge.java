package dev.millrace.cdc.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.cdc.connectors.base.config.JdbcSourceConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes an empty logical message into the WAL while the tables have no changes. The reader's
 * position, and with it the slot, moves only with what the server sends; without a change to send,
 * a reader that just started waits for its first one and the server keeps all the WAL that other
 * tables write meanwhile (FLINK-40538). A message needs no table and no right, and reaches every
 * reader from Postgres 14 on.
 */
final class IdleNudge implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(IdleNudge.class);

  private final JdbcSourceConfig config;
  private final long intervalNanos;
  private final AtomicBoolean underWay = new AtomicBoolean();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread nudge = new Thread(task, "millrace-idle-nudge");
            nudge.setDaemon(true);
            return nudge;
          });
  private long last;

  IdleNudge(JdbcSourceConfig config, Duration interval) {
    this.config = config;
    this.intervalNanos = interval.toNanos();
    this.last = System.nanoTime() - intervalNanos;
  }

  /** Nudges, in a thread of its own, unless that was done within the interval. */
  void nudge() {
    long now = System.nanoTime();
    if (now - last < intervalNanos || !underWay.compareAndSet(false, true)) {
      return;
    }
    last = now;
    thread.execute(this::write);
  }

  private void write() {
    try (Connection connection = PostgresConnections.open(config);
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_logical_emit_message(true, 'millrace', '')");
    } catch (SQLException | RuntimeException e) {
      // The reader has its own connection: if the server is gone, the job fails and recovers there.
      LOG.warn("The slot could not be moved on while its tables are idle", e);
    } finally {
      underWay.set(false);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
