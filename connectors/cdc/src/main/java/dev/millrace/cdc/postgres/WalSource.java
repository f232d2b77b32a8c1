package dev.millrace.cdc.postgres;

import dev.millrace.cdc.Drivers;
import dev.millrace.cdc.UpstreamLogs;
import dev.millrace.cdc.decode.ChangeDeserializer;
import dev.millrace.change.ChangeEvent;
import dev.millrace.change.TableId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.cdc.connectors.base.source.assigner.HybridSplitAssigner;
import org.apache.flink.cdc.connectors.base.source.assigner.SplitAssigner;
import org.apache.flink.cdc.connectors.base.source.assigner.StreamSplitAssigner;
import org.apache.flink.cdc.connectors.base.source.assigner.state.HybridPendingSplitsState;
import org.apache.flink.cdc.connectors.base.source.assigner.state.PendingSplitsState;
import org.apache.flink.cdc.connectors.base.source.assigner.state.StreamPendingSplitsState;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitBase;
import org.apache.flink.cdc.connectors.base.source.metrics.SourceReaderMetrics;
import org.apache.flink.cdc.connectors.base.source.reader.IncrementalSourceReaderContext;
import org.apache.flink.cdc.connectors.postgres.source.PostgresDialect;
import org.apache.flink.cdc.connectors.postgres.source.PostgresSourceBuilder.PostgresIncrementalSource;
import org.apache.flink.cdc.connectors.postgres.source.config.PostgresSourceConfig;
import org.apache.flink.cdc.connectors.postgres.source.config.PostgresSourceConfigFactory;
import org.apache.flink.cdc.connectors.postgres.source.enumerator.PostgresSourceEnumerator;
import org.apache.flink.cdc.connectors.postgres.source.offset.PostgresOffsetFactory;
import org.apache.flink.cdc.connectors.postgres.source.reader.PostgresSourceReader;
import org.apache.flink.util.FlinkRuntimeException;

/** Flink CDC's incremental Postgres source with our dialect, enumerator, reader and emitter. */
final class WalSource extends PostgresIncrementalSource<ChangeEvent> {

  private static final long serialVersionUID = 1L;

  private final List<TableId> tables;

  /** Of this job, however often it starts. */
  private final UUID job = UUID.randomUUID();

  WalSource(PostgresSourceConfigFactory configuration, List<TableId> tables) {
    super(
        configuration,
        new ChangeDeserializer(new PostgresColumns(Set.of())),
        new PostgresOffsetFactory(),
        new WalDialect(configuration.create(0)));
    this.tables = List.copyOf(tables);
  }

  /** Like {@link #restoreEnumerator}, a copy of the inherited method, but for our enumerator. */
  @Override
  public PostgresSourceEnumerator createEnumerator(
      SplitEnumeratorContext<SourceSplitBase> context) {
    open();
    PostgresSourceConfig config = config(0);
    PostgresDialect dialect = (PostgresDialect) dataSourceDialect;
    SplitAssigner assigner =
        config.getStartupOptions().isStreamOnly()
            ? new StreamSplitAssigner(config, dialect, offsetFactory, context)
            : new HybridSplitAssigner<>(
                config,
                context.currentParallelism(),
                dialect.discoverDataCollections(config),
                dialect.isDataCollectionIdCaseSensitive(config),
                dialect,
                offsetFactory,
                context);
    return new WalEnumerator(context, config, assigner, dialect, tables, job);
  }

  @Override
  public PostgresSourceEnumerator restoreEnumerator(
      SplitEnumeratorContext<SourceSplitBase> context, PendingSplitsState checkpoint) {
    open();
    PostgresSourceConfig config = config(0);
    PostgresDialect dialect = (PostgresDialect) dataSourceDialect;
    SplitAssigner assigner =
        checkpoint instanceof StreamPendingSplitsState
            ? new StreamSplitAssigner(
                config, (StreamPendingSplitsState) checkpoint, dialect, offsetFactory, context)
            : new HybridSplitAssigner<>(
                config,
                context.currentParallelism(),
                (HybridPendingSplitsState) checkpoint,
                dialect,
                offsetFactory,
                context);
    return new WalEnumerator(context, config, assigner, dialect, tables, null);
  }

  private static void open() {
    UpstreamLogs.quiet();
    BundledDriver.require();
    Drivers.keepToTheJob();
  }

  @Override
  public PostgresSourceReader createReader(SourceReaderContext context) {
    open();
    PostgresSourceConfig config = config(context.getIndexOfSubtask());
    WalDialect dialect = (WalDialect) dataSourceDialect;
    IncrementalSourceReaderContext readerContext = new IncrementalSourceReaderContext(context);
    WalWatch watch = new WalWatch(context.metricGroup(), config, tables);
    return new WalReader(
        context,
        readerContext,
        () ->
            new WalSplitReader(
                context.getIndexOfSubtask(), dialect, config, readerContext, snapshotHooks),
        new WalEmitter(
            new ChangeDeserializer(new PostgresColumns(tablesThatLogWholeRows(config))),
            new SourceReaderMetrics(context.metricGroup()),
            offsetFactory,
            watch),
        config,
        sourceSplitSerializer,
        dialect,
        watch);
  }

  private static Set<TableId> tablesThatLogWholeRows(PostgresSourceConfig config) {
    try (Connection connection = PostgresConnections.open(config)) {
      return ReplicaIdentity.full(connection);
    } catch (SQLException e) {
      throw new FlinkRuntimeException("Postgres cannot be asked: " + e.getMessage(), e);
    }
  }

  private PostgresSourceConfig config(int subtask) {
    return (PostgresSourceConfig) configFactory.create(subtask);
  }
}
