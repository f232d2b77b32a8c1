package dev.millrace.cdc.postgres;

import dev.millrace.cdc.ReadFailure;
import java.io.IOException;
import org.apache.flink.cdc.connectors.base.config.JdbcSourceConfig;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceRecords;
import org.apache.flink.cdc.connectors.base.source.reader.IncrementalSourceReaderContext;
import org.apache.flink.cdc.connectors.base.source.reader.IncrementalSourceSplitReader;
import org.apache.flink.cdc.connectors.base.source.utils.hooks.SnapshotPhaseHooks;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;

/** Flink CDC's, whose failures hold no row value. */
final class WalSplitReader extends IncrementalSourceSplitReader<JdbcSourceConfig> {

  WalSplitReader(
      int subtask,
      WalDialect dialect,
      JdbcSourceConfig config,
      IncrementalSourceReaderContext context,
      SnapshotPhaseHooks hooks) {
    super(subtask, dialect, config, context, hooks);
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
