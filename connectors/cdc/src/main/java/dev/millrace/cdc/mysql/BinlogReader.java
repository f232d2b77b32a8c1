package dev.millrace.cdc.mysql;

import dev.millrace.cdc.ReadFailure;
import java.io.IOException;
import org.apache.flink.cdc.connectors.mysql.source.config.MySqlSourceConfig;
import org.apache.flink.cdc.connectors.mysql.source.reader.MySqlSourceReaderContext;
import org.apache.flink.cdc.connectors.mysql.source.reader.MySqlSplitReader;
import org.apache.flink.cdc.connectors.mysql.source.split.SourceRecords;
import org.apache.flink.cdc.connectors.mysql.source.utils.hooks.SnapshotPhaseHooks;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;

/** Flink CDC's reader of chunks and the binlog, whose failures hold no row value. */
public final class BinlogReader extends MySqlSplitReader {

  public BinlogReader(MySqlSourceConfig config, int subtask, MySqlSourceReaderContext context) {
    super(config, subtask, context, SnapshotPhaseHooks.empty());
  }

  @Override
  public RecordsWithSplitIds<SourceRecords> fetch() throws IOException {
    try {
      return super.fetch();
    } catch (IOException | RuntimeException e) {
      throw ReadFailure.of(e);
    }
  }
}
