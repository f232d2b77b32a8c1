package dev.millrace.cdc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cdc.SourceRun;
import dev.millrace.cdc.SourceType;
import dev.millrace.change.ChangeEvent;
import dev.millrace.change.TableId;
import dev.millrace.databases.DatabaseServer;
import dev.millrace.databases.Databases;
import io.debezium.jdbc.JdbcConnection;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.cdc.connectors.mysql.debezium.DebeziumUtils;
import org.apache.flink.cdc.connectors.mysql.source.assigners.state.PendingSplitsState;
import org.apache.flink.cdc.connectors.mysql.source.events.FinishedSnapshotSplitsReportEvent;
import org.apache.flink.cdc.connectors.mysql.source.offset.BinlogOffset;
import org.apache.flink.cdc.connectors.mysql.source.split.MySqlSplit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flink CDC's enumerator and ours around it, on a server, with a reader played by the test. */
class SnapshotBeginIT {

  private static final List<TableId> TABLES = List.of(TableId.parse("shop.customers"));

  @TempDir Path directory;

  private final List<MySqlSplit> assigned = new ArrayList<>();

  @Test
  void theNextJobManagerReadsTheLogFromWhereTheSnapshotBegan() throws Exception {
    try (DatabaseServer server = Databases.mysql();
        Connection connection = server.connect("");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE shop");
      statement.execute("CREATE TABLE shop.customers (id INT PRIMARY KEY)");
      statement.execute("INSERT INTO shop.customers VALUES (1), (2)");
      final BinlogOffset begin = logEnd(server);
      SimpleVersionedSerializer<PendingSplitsState> serializer =
          source(server).getEnumeratorCheckpointSerializer();
      byte[] checkpoint;
      try (SplitEnumerator<MySqlSplit, PendingSplitsState> enumerator =
          source(server).createEnumerator(context())) {
        enumerator.start();
        enumerator.handleSplitRequest(0, "host");
        checkpoint = serializer.serialize(enumerator.snapshotState(1));
      }
      // Its reader has delivered row 1, and it was deleted before the chunk is read again.
      statement.execute("DELETE FROM shop.customers WHERE id = 1");
      try (SplitEnumerator<MySqlSplit, PendingSplitsState> enumerator =
          source(server)
              .restoreEnumerator(
                  context(), serializer.deserialize(serializer.getVersion(), checkpoint))) {
        enumerator.start();
        enumerator.handleSourceEvent(
            0, new FinishedSnapshotSplitsReportEvent(Map.of("shop.customers:0", logEnd(server))));
        enumerator.handleSplitRequest(0, "host");
      }

      assertThat(assigned).hasSize(2);
      assertThat(assigned.get(0).splitId()).isEqualTo("shop.customers:0");
      assertThat(assigned.get(1).asBinlogSplit().getStartingOffset()).isEqualTo(begin);
    }
  }

  @SuppressWarnings("unchecked")
  private Source<ChangeEvent, MySqlSplit, PendingSplitsState> source(DatabaseServer server) {
    return (Source<ChangeEvent, MySqlSplit, PendingSplitsState>)
        MySqlChangeSource.create(options(server), TABLES);
  }

  private BinlogOffset logEnd(DatabaseServer server) throws SQLException {
    try (JdbcConnection connection =
        DebeziumUtils.openJdbcConnection(
            MySqlChangeSource.configFactory(options(server), TABLES).createConfig(0))) {
      return DebeziumUtils.currentBinlogOffset(connection);
    }
  }

  private Configuration options(DatabaseServer server) {
    return SourceRun.options(SourceType.MYSQL, server, directory);
  }

  /** One reader, which notes what it is given. */
  @SuppressWarnings("unchecked")
  private SplitEnumeratorContext<MySqlSplit> context() {
    return (SplitEnumeratorContext<MySqlSplit>)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {SplitEnumeratorContext.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "currentParallelism":
                  return 1;
                case "registeredReaders":
                  return Map.of(0, new ReaderInfo(0, "host"));
                case "assignSplit":
                  assigned.add((MySqlSplit) arguments[0]);
                  return null;
                default:
                  return null;
              }
            });
  }
}
