package dev.millrace.cdc.postgres;

import dev.millrace.change.TableId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.cdc.connectors.base.source.assigner.SplitAssigner;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitBase;
import org.apache.flink.cdc.connectors.postgres.source.PostgresDialect;
import org.apache.flink.cdc.connectors.postgres.source.config.PostgresSourceConfig;
import org.apache.flink.cdc.connectors.postgres.source.enumerator.PostgresSourceEnumerator;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * Flink CDC's enumerator for a job that starts anew: publication and slot first, then the snapshot.
 */
final class WalEnumerator extends PostgresSourceEnumerator {

  private final PostgresSourceConfig config;
  private final List<TableId> tables;

  WalEnumerator(
      SplitEnumeratorContext<SourceSplitBase> context,
      PostgresSourceConfig config,
      SplitAssigner assigner,
      PostgresDialect dialect,
      List<TableId> tables) {
    super(context, config, assigner, dialect, Boundedness.CONTINUOUS_UNBOUNDED);
    this.config = config;
    this.tables = tables;
  }

  /**
   * Runs in the coordinator's thread, where waiting holds up nothing but this source: chunks are
   * given out in the same thread, after it.
   */
  @Override
  public void start() {
    try (Connection connection = PostgresConnections.open(config)) {
      Publication.of(config).ensure(connection, tables);
      new Slot(config.getDbzProperties().getProperty("slot.name")).forgetThePast(connection);
      // Makes the slot where there is none.
      super.start();
      if (!config.getStartupOptions().isStreamOnly()) {
        RunningTransactions.await(connection);
      }
    } catch (SQLException e) {
      throw notReady(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FlinkRuntimeException("stopped before the snapshot began", e);
    }
  }

  static FlinkRuntimeException notReady(SQLException e) {
    return new FlinkRuntimeException(
        "Postgres is not ready to be read: "
            + e.getMessage()
            + " (the command `check` names what mends it)",
        e);
  }
}
