package dev.millrace.cdc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cdc.SourceRun;
import dev.millrace.cdc.SourceType;
import dev.millrace.change.ChangeEvent;
import dev.millrace.change.TableId;
import dev.millrace.databases.DatabaseServer;
import dev.millrace.databases.Databases;
import io.debezium.jdbc.JdbcConnection;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.cdc.connectors.mysql.debezium.DebeziumUtils;
import org.apache.flink.cdc.connectors.mysql.source.assigners.state.PendingSplitsState;
import org.apache.flink.cdc.connectors.mysql.source.config.MySqlSourceConfig;
import org.apache.flink.cdc.connectors.mysql.source.events.FinishedSnapshotSplitsReportEvent;
import org.apache.flink.cdc.connectors.mysql.source.offset.BinlogOffset;
import org.apache.flink.cdc.connectors.mysql.source.reader.MySqlSourceReaderContext;
import org.apache.flink.cdc.connectors.mysql.source.split.MySqlBinlogSplit;
import org.apache.flink.cdc.connectors.mysql.source.split.MySqlSplit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The enumerator without a reader, and the reader of splits without an enumerator. */
class ChunksIT {

  private static final String CHUNK = "shop.customers:0";
  private static final String LOG = "binlog-split";
  private static final List<TableId> TABLES = List.of(TableId.parse("shop.customers"));

  @TempDir Path directory;

  private static DatabaseServer server;

  private final List<MySqlSplit> assigned = new ArrayList<>();

  @BeforeAll
  static void startServer() throws SQLException {
    server = Databases.mysql();
    execute("CREATE DATABASE shop");
    execute("CREATE TABLE shop.customers (id INT PRIMARY KEY)");
    execute("INSERT INTO shop.customers VALUES (1), (2)");
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = server.connect("");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void theNextJobManagerReadsTheLogFromWhereTheSnapshotBegan() throws Exception {
    SimpleVersionedSerializer<PendingSplitsState> serializer =
        source().getEnumeratorCheckpointSerializer();
    final BinlogOffset begin = logEnd();
    byte[] checkpoint;
    try (SplitEnumerator<MySqlSplit, PendingSplitsState> enumerator =
        source().createEnumerator(context())) {
      enumerator.start();
      enumerator.handleSplitRequest(0, "host");
      checkpoint = serializer.serialize(enumerator.snapshotState(1));
    }
    // Its reader has delivered this row, and it was deleted before the chunk is read again.
    execute("DELETE FROM shop.customers WHERE id = 1");
    try (SplitEnumerator<MySqlSplit, PendingSplitsState> enumerator =
        source()
            .restoreEnumerator(
                context(), serializer.deserialize(serializer.getVersion(), checkpoint))) {
      enumerator.start();
      enumerator.handleSourceEvent(
          0, new FinishedSnapshotSplitsReportEvent(Map.of(CHUNK, logEnd())));
      enumerator.handleSplitRequest(0, "host");
    }

    assertThat(assigned).extracting(MySqlSplit::splitId).containsExactly(CHUNK, LOG);
    assertThat(assigned.get(1).asBinlogSplit().getStartingOffset()).isEqualTo(begin);
  }

  /** It is so after a restore, while the source's reader is told of more than 1,000 chunks. */
  @Test
  void aChunkEndsWithoutTheLogThatTheReaderIsNotGivenYet() throws Exception {
    try (BinlogReader reader = readerThatIsToReadTheLog()) {
      reader.handleSplitsChanges(new SplitsAddition<>(List.of(chunk())));

      assertThat(finished(reader)).containsExactly(CHUNK);
    }
  }

  @Test
  void theLogIsBegunOnceBehindTheChunkThatItCameBeside() throws Exception {
    try (BinlogReader reader = readerThatIsToReadTheLog()) {
      MySqlSplit chunk = chunk();
      reader.handleSplitsChanges(new SplitsAddition<>(List.of(chunk)));
      assertThat(reader.fetch().nextSplit()).isEqualTo(CHUNK);
      MySqlSplit log =
          new MySqlBinlogSplit(
              LOG, logEnd(), BinlogOffset.ofNonStopping(), List.of(), chunk.getTableSchemas(), 0);
      reader.handleSplitsChanges(new SplitsAddition<>(List.of(log)));
      assertThat(finished(reader)).containsExactly(CHUNK);
      assertThat(reader.fetch().nextSplit()).isEqualTo(LOG);

      reader.handleSplitsChanges(new SplitsAddition<>(List.of(chunk)));
      assertThat(finished(reader)).as("for the log to be given anew").contains(CHUNK, LOG);
    }
  }

  private BinlogReader readerThatIsToReadTheLog() {
    MySqlSourceReaderContext context = new MySqlSourceReaderContext(null);
    context.setHasAssignedBinlogSplit(true);
    return new BinlogReader(config(), 0, context);
  }

  private MySqlSplit chunk() throws Exception {
    try (SplitEnumerator<MySqlSplit, PendingSplitsState> enumerator =
        source().createEnumerator(context())) {
      enumerator.start();
      enumerator.handleSplitRequest(0, "host");
    }
    return assigned.get(0);
  }

  private static Set<String> finished(BinlogReader reader) throws IOException {
    Set<String> finished;
    do {
      finished = reader.fetch().finishedSplits();
    } while (finished.isEmpty());
    return finished;
  }

  @SuppressWarnings("unchecked")
  private Source<ChangeEvent, MySqlSplit, PendingSplitsState> source() {
    return (Source<ChangeEvent, MySqlSplit, PendingSplitsState>)
        MySqlChangeSource.create(options(), TABLES);
  }

  private BinlogOffset logEnd() throws SQLException {
    try (JdbcConnection connection = DebeziumUtils.openJdbcConnection(config())) {
      return DebeziumUtils.currentBinlogOffset(connection);
    }
  }

  private MySqlSourceConfig config() {
    return MySqlChangeSource.configFactory(options(), TABLES).createConfig(0);
  }

  private Configuration options() {
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
