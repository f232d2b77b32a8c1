package dev.millrace.cdc.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import org.apache.flink.cdc.connectors.base.config.JdbcSourceConfig;
import org.apache.flink.cdc.connectors.base.relational.connection.JdbcConnectionPoolFactory;
import org.apache.flink.cdc.connectors.base.source.meta.offset.Offset;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitBase;
import org.apache.flink.cdc.connectors.base.source.reader.external.FetchTask;
import org.apache.flink.cdc.connectors.base.source.reader.external.JdbcSourceFetchTaskContext;
import org.apache.flink.cdc.connectors.postgres.source.PostgresDialect;
import org.apache.flink.cdc.connectors.postgres.source.config.PostgresSourceConfig;
import org.apache.flink.cdc.connectors.postgres.source.fetch.PostgresSourceFetchTaskContext;
import org.apache.flink.cdc.connectors.postgres.source.offset.PostgresOffset;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.source.SourceRecord;

/**
 * Flink CDC's way with Postgres, except for where the log begins: at the slot, for every chunk of
 * the snapshot and for a start without one. What commits after the slot was made is then read from
 * the log, all of it.
 *
 * <p>Upstream compares a change's own place in the WAL with a place noted while the chunk was read.
 * But a change lies in the WAL where it was made and counts from where its transaction commits, so
 * that changes of a transaction which was open at that moment are left out of both the chunk and
 * the log.
 */
final class WalDialect extends PostgresDialect {

  private static final long serialVersionUID = 1L;

  private final PostgresSourceConfig config;
  private transient volatile WalFetchTask task;

  WalDialect(PostgresSourceConfig config) {
    super(config);
    this.config = config;
  }

  @Override
  public Offset displayCurrentOffset(JdbcSourceConfig sourceConfig) {
    return displayCommittedOffset(sourceConfig);
  }

  @Override
  public JdbcConnectionPoolFactory getPooledDataSourceFactory() {
    return new PostgresConnections.Pool(config);
  }

  @Override
  public JdbcSourceFetchTaskContext createFetchTaskContext(JdbcSourceConfig taskSourceConfig) {
    return new PostgresSourceFetchTaskContext(taskSourceConfig, this) {
      /** After every place that a change could be compared with: none is left out. */
      @Override
      public Offset getStreamOffset(SourceRecord record) {
        return PostgresOffset.NO_STOPPING_OFFSET;
      }

      @Override
      public void close() throws Exception {
        try {
          if (task != null) {
            task.end(this);
          }
        } finally {
          super.close();
        }
      }
    };
  }

  @Override
  public FetchTask<SourceSplitBase> createFetchTask(SourceSplitBase split) {
    if (split.isSnapshotSplit()) {
      return super.createFetchTask(split);
    }
    // Also where a task restarts by itself, and the enumerator, which asks too, does not.
    try (Connection connection = PostgresConnections.open(config)) {
      Slot.of(config).demand(connection);
    } catch (SQLException e) {
      throw WalEnumerator.notReady(e);
    }
    task = new WalFetchTask(NextTransaction.wholeFrom(split.asStreamSplit()));
    return task;
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId, Offset offset) {
    if (task != null) {
      task.commitCurrentOffset(offset);
    }
  }
}
