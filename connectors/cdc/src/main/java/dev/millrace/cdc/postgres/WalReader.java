package dev.millrace.cdc.postgres;

import java.util.List;
import java.util.function.Supplier;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.cdc.connectors.base.config.JdbcSourceConfig;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceRecords;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitBase;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitSerializer;
import org.apache.flink.cdc.connectors.base.source.reader.IncrementalSourceReaderContext;
import org.apache.flink.cdc.connectors.base.source.reader.IncrementalSourceSplitReader;
import org.apache.flink.cdc.connectors.postgres.source.config.PostgresSourceConfig;
import org.apache.flink.cdc.connectors.postgres.source.reader.PostgresSourceReader;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.synchronization.FutureCompletingBlockingQueue;
import org.apache.flink.core.io.InputStatus;

/** Flink CDC's reader, which besides looks after the slot and the tables. */
final class WalReader extends PostgresSourceReader {

  private final WalWatch watch;

  WalReader(
      SourceReaderContext context,
      IncrementalSourceReaderContext readerContext,
      Supplier<IncrementalSourceSplitReader<JdbcSourceConfig>> splitReaders,
      WalEmitter emitter,
      PostgresSourceConfig config,
      SourceSplitSerializer serializer,
      WalDialect dialect,
      WalWatch watch) {
    super(
        new FutureCompletingBlockingQueue<RecordsWithSplitIds<SourceRecords>>(),
        splitReaders,
        emitter,
        context.getConfiguration(),
        readerContext,
        config,
        serializer,
        dialect);
    this.watch = watch;
    watch.whenLost(splitFetcherManager.getQueue()::notifyAvailable);
  }

  @Override
  @SuppressWarnings({"rawtypes", "unchecked"}) // upstream's reader extends its own as a raw type
  public InputStatus pollNext(ReaderOutput output) throws Exception {
    watch.demandReader();
    return super.pollNext(output);
  }

  @Override
  @SuppressWarnings({"rawtypes", "unchecked"})
  public void addSplits(List splits) {
    for (Object each : splits) {
      SourceSplitBase split = (SourceSplitBase) each;
      if (split.isStreamSplit()) {
        WalEmitter.tellProgress(split.asStreamSplit().getStartingOffset(), watch);
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
}
