package org.apache.flink.cdc.connectors.mysql.source;

import dev.millrace.cdc.decode.ChangeDeserializer;
import dev.millrace.cdc.mysql.BegunSplitsStateSerializer;
import dev.millrace.cdc.mysql.BinlogReader;
import dev.millrace.cdc.mysql.BinlogWatch;
import dev.millrace.cdc.mysql.PositionPerBatchEmitter;
import dev.millrace.cdc.mysql.SnapshotBegin;
import dev.millrace.cdc.mysql.SnapshotEnumerator;
import dev.millrace.change.ChangeEvent;
import io.debezium.jdbc.JdbcConnection;
import java.sql.SQLException;
import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.cdc.connectors.mysql.debezium.DebeziumUtils;
import org.apache.flink.cdc.connectors.mysql.source.assigners.state.HybridPendingSplitsState;
import org.apache.flink.cdc.connectors.mysql.source.assigners.state.PendingSplitsState;
import org.apache.flink.cdc.connectors.mysql.source.config.MySqlSourceConfig;
import org.apache.flink.cdc.connectors.mysql.source.config.MySqlSourceConfigFactory;
import org.apache.flink.cdc.connectors.mysql.source.metrics.MySqlSourceReaderMetrics;
import org.apache.flink.cdc.connectors.mysql.source.offset.BinlogOffset;
import org.apache.flink.cdc.connectors.mysql.source.reader.MySqlSourceReader;
import org.apache.flink.cdc.connectors.mysql.source.reader.MySqlSourceReaderContext;
import org.apache.flink.cdc.connectors.mysql.source.split.MySqlSplit;
import org.apache.flink.connector.base.source.reader.synchronization.FutureCompletingBlockingQueue;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * Flink CDC's MySQL source with an emitter and a reader of splits of ours; only a class of this
 * package can make one.
 */
public final class PositionPerBatchMySqlSource extends MySqlSource<ChangeEvent> {

  private static final long serialVersionUID = 1L;

  private final ChangeDeserializer deserializer;

  /** Null on the client. */
  private transient SnapshotBegin begin;

  public PositionPerBatchMySqlSource(
      MySqlSourceConfigFactory configFactory, ChangeDeserializer deserializer) {
    super(configFactory, deserializer);
    this.deserializer = deserializer;
  }

  /** As the inherited one makes it, but for the emitter and the reader of splits. */
  @Override
  public SourceReader<ChangeEvent, MySqlSplit> createReader(SourceReaderContext context) {
    int subtask = context.getIndexOfSubtask();
    MySqlSourceConfig config = getConfigFactory().createConfig(subtask);
    MySqlSourceReaderMetrics metrics = new MySqlSourceReaderMetrics(context.metricGroup());
    metrics.registerMetrics();
    BinlogWatch watch = new BinlogWatch(context.metricGroup(), config);
    MySqlSourceReaderContext readerContext = new MySqlSourceReaderContext(context);
    return new MySqlSourceReader<>(
        new FutureCompletingBlockingQueue<>(),
        () -> new BinlogReader(config, subtask, readerContext),
        new PositionPerBatchEmitter(
            deserializer, metrics, config.isIncludeSchemaChanges(), watch::readTo),
        context.getConfiguration(),
        readerContext,
        config) {
      @Override
      public void addSplits(List<MySqlSplit> splits) {
        for (MySqlSplit split : splits) {
          if (split.isBinlogSplit()) {
            watch.readTo(split.asBinlogSplit().getStartingOffset());
            watch.begin();
          }
        }
        super.addSplits(splits);
      }

      @Override
      public void close() throws Exception {
        watch.close();
        super.close();
      }
    };
  }

  @Override
  public SplitEnumerator<MySqlSplit, PendingSplitsState> createEnumerator(
      SplitEnumeratorContext<MySqlSplit> context) {
    // The one before, if there was one, came to no checkpoint.
    boolean readsAgain = begin().isKnown();
    // Before the inherited one begins to cut tables into chunks.
    BinlogOffset begun = begin().get();
    return new SnapshotEnumerator(
        super.createEnumerator(context), begun, begin(), readsAgain, context.currentParallelism());
  }

  @Override
  public SplitEnumerator<MySqlSplit, PendingSplitsState> restoreEnumerator(
      SplitEnumeratorContext<MySqlSplit> context, PendingSplitsState state) {
    SplitEnumerator<MySqlSplit, PendingSplitsState> enumerator =
        super.restoreEnumerator(context, state);
    return state instanceof HybridPendingSplitsState
        ? SnapshotEnumerator.restored(
            enumerator, (HybridPendingSplitsState) state, begin(), context.currentParallelism())
        : enumerator;
  }

  @Override
  public SimpleVersionedSerializer<PendingSplitsState> getEnumeratorCheckpointSerializer() {
    return new BegunSplitsStateSerializer(super.getEnumeratorCheckpointSerializer());
  }

  private SnapshotBegin begin() {
    if (begin == null) {
      begin = new SnapshotBegin(this::logEnd);
    }
    return begin;
  }

  private BinlogOffset logEnd() {
    try (JdbcConnection connection =
        DebeziumUtils.openJdbcConnection(getConfigFactory().createConfig(0, "enumerator"))) {
      return DebeziumUtils.currentBinlogOffset(connection);
    } catch (SQLException e) {
      throw new FlinkRuntimeException("the database cannot be asked for where its log ends", e);
    }
  }

  /**
   * Known without a configuration: the inherited one makes it, and with it reads the password, on
   * the client.
   */
  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }
}
