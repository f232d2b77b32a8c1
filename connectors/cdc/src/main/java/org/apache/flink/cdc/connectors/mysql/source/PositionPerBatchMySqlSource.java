package org.apache.flink.cdc.connectors.mysql.source;

import dev.millrace.cdc.decode.ChangeDeserializer;
import dev.millrace.cdc.mysql.BinlogReader;
import dev.millrace.cdc.mysql.BinlogWatch;
import dev.millrace.cdc.mysql.PositionPerBatchEmitter;
import dev.millrace.change.ChangeEvent;
import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.cdc.connectors.mysql.source.config.MySqlSourceConfig;
import org.apache.flink.cdc.connectors.mysql.source.config.MySqlSourceConfigFactory;
import org.apache.flink.cdc.connectors.mysql.source.metrics.MySqlSourceReaderMetrics;
import org.apache.flink.cdc.connectors.mysql.source.reader.MySqlSourceReader;
import org.apache.flink.cdc.connectors.mysql.source.reader.MySqlSourceReaderContext;
import org.apache.flink.cdc.connectors.mysql.source.split.MySqlSplit;
import org.apache.flink.connector.base.source.reader.synchronization.FutureCompletingBlockingQueue;

/**
 * Flink CDC's MySQL source with an emitter and a reader of splits of ours; only a class of this
 * package can make one.
 */
public final class PositionPerBatchMySqlSource extends MySqlSource<ChangeEvent> {

  private static final long serialVersionUID = 1L;

  private final ChangeDeserializer deserializer;

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

  /**
   * Known without a configuration: the inherited one makes it, and with it reads the password, on
   * the client.
   */
  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }
}
