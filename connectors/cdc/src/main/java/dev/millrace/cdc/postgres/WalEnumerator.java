package dev.millrace.cdc.postgres;

import dev.millrace.change.TableId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.cdc.connectors.base.source.assigner.SplitAssigner;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitBase;
import org.apache.flink.cdc.connectors.postgres.source.PostgresDialect;
import org.apache.flink.cdc.connectors.postgres.source.config.PostgresSourceConfig;
import org.apache.flink.cdc.connectors.postgres.source.enumerator.PostgresSourceEnumerator;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * Flink CDC's enumerator. For a job that starts anew: publication and slot first, then the
 * snapshot. For one that goes on from a checkpoint or savepoint: only where nothing is lost.
 */
final class WalEnumerator extends PostgresSourceEnumerator {

  /** The jobs whose slot was put to where they begin, by this JobManager. */
  private static final Set<UUID> BEGUN = ConcurrentHashMap.newKeySet();

  private final PostgresSourceConfig config;
  private final List<TableId> tables;
  private final UUID startsAnew;

  /**
   * @param startsAnew the job that starts without a checkpoint or savepoint; null when it goes on
   *     from one
   */
  WalEnumerator(
      SplitEnumeratorContext<SourceSplitBase> context,
      PostgresSourceConfig config,
      SplitAssigner assigner,
      PostgresDialect dialect,
      List<TableId> tables,
      UUID startsAnew) {
    super(context, config, assigner, dialect, Boundedness.CONTINUOUS_UNBOUNDED);
    this.config = config;
    this.tables = tables;
    this.startsAnew = startsAnew;
  }

  /**
   * Runs in the coordinator's thread, where waiting holds up nothing but this source: chunks are
   * given out in the same thread, after it. What fails here fails the job, with its reason.
   */
  @Override
  public void start() {
    try (Connection connection = PostgresConnections.open(config)) {
      if (startsAnew == null) {
        goOn(connection);
      } else {
        startAnew(connection);
      }
    } catch (SQLException e) {
      throw notReady(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FlinkRuntimeException("stopped before the snapshot began", e);
    }
  }

  private void startAnew(Connection connection) throws SQLException, InterruptedException {
    Publication.of(config).ensure(connection, tables);
    Slot slot = Slot.of(config);
    if (BEGUN.contains(startsAnew)) {
      // It failed before its first checkpoint. What was committed since is still to be read.
      slot.demand(connection);
    } else {
      slot.beginNow(connection);
    }
    super.start();
    BEGUN.add(startsAnew);
    if (!config.getStartupOptions().isStreamOnly()) {
      RunningTransactions.await(connection);
    }
  }

  private void goOn(Connection connection) throws SQLException {
    Slot.of(config).demand(connection);
    Publication publication = Publication.of(config);
    // The publication loses a table that is dropped; WalWatch tells of it.
    List<TableId> existing = Publication.existing(connection, tables);
    if (publication.exists(connection)) {
      demandKnown(publication.missing(connection, existing));
    } else {
      publication.ensure(connection, existing);
    }
    super.start();
  }

  /** A table that joins later has rows that no snapshot of a restored job would ever read. */
  private static void demandKnown(List<TableId> missing) {
    if (!missing.isEmpty()) {
      throw new FlinkRuntimeException(
          "the job goes on from a checkpoint or savepoint that knows nothing of "
              + missing
              + ": the rows there are would never be read. Start anew, without it, or give the new"
              + " tables a source of their own with another slot.name");
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
