package dev.millrace.cdc;

import dev.millrace.log.LoudLoggers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps row values out of the logs. Flink CDC 3.5.0 and Debezium 1.9.8 write primary keys (the
 * edges of a snapshot's chunks) at INFO, and whole rows at WARN and ERROR. What these loggers say
 * about a failure is in the failure itself, which Flink logs.
 */
public final class UpstreamLogs {

  private static final Map<String, String> LEVELS = new LinkedHashMap<>();

  static {
    // Packages first: their level is set for all that is below.
    // Chunk edges, the configuration (FLINK-38685), row events that are skipped.
    LEVELS.put("org.apache.flink.cdc.connectors", "WARN");
    LEVELS.put("io.debezium", "WARN");
    // "Adding split(s) to reader", with the splits' edges.
    LEVELS.put("org.apache.flink.connector.base.source.reader.SourceReaderBase", "WARN");
    // "Execute snapshot read task for ... fail", with the chunk's edges.
    LEVELS.put(
        "org.apache.flink.cdc.connectors.base.source.reader.external.IncrementalSourceScanFetcher",
        "OFF");
    LEVELS.put("org.apache.flink.cdc.connectors.mysql.debezium.reader.SnapshotSplitReader", "OFF");
    // "fetch data failed", with the chunk's edges.
    LEVELS.put(
        "org.apache.flink.cdc.connectors.base.source.reader.IncrementalSourceSplitReader", "OFF");
    LEVELS.put("org.apache.flink.cdc.connectors.mysql.source.reader.MySqlSplitReader", "OFF");
    // The whole row in which one value could not be converted.
    LEVELS.put("io.debezium.relational.TableSchemaBuilder", "OFF");
    // Values that could not be read or converted.
    LEVELS.put("io.debezium.connector.postgresql.PostgresValueConverter", "OFF");
    LEVELS.put("io.debezium.connector.postgresql.connection.AbstractColumnValue", "OFF");
    LEVELS.put("io.debezium.connector.mysql.MySqlValueConverters", "OFF");
    LEVELS.put("io.debezium.connector.mysql.MySqlTextProtocolFieldReader", "ERROR");
    LEVELS.put("io.debezium.connector.mysql.MySqlBinaryProtocolFieldReader", "ERROR");
    // Row events of a table whose schema is unknown, statements of a binlog that is not ROW.
    LEVELS.put("io.debezium.connector.mysql.MySqlStreamingChangeEventSource", "OFF");
    // No row value: it warns that slot.drop.on.stop is set, which Flink CDC does by itself for the
    // slot of a chunk; ours have none.
    LEVELS.put("io.debezium.connector.postgresql.PostgresTaskContext", "ERROR");
    // No row value: it warns of serverTimezone, which is ours to set, at each connection.
    LEVELS.put("io.debezium.connector.mysql.MySqlConnection", "ERROR");
  }

  private static final LoudLoggers LOGGERS = new LoudLoggers(LEVELS);

  // By java.util.logging, which holds loggers weakly. MySQL's binlog client: whole row events that
  // could not be passed on. Postgres' driver: bound values.
  private static final Logger MYSQL_CLIENT = Logger.getLogger("com.github.shyiko.mysql.binlog");
  private static final Logger POSTGRES_DRIVER = Logger.getLogger("org.postgresql");

  /** The most that each logger may say: OFF, ERROR or WARN, by its name. Packages come first. */
  public static Map<String, String> levels() {
    return LOGGERS.levels();
  }

  /** Lowers those that say more than they may; see {@link LoudLoggers#quiet}. */
  public static void quiet() {
    LOGGERS.quiet();
    if (MYSQL_CLIENT.isLoggable(Level.SEVERE)) {
      MYSQL_CLIENT.setLevel(Level.OFF);
    }
    if (POSTGRES_DRIVER.isLoggable(Level.CONFIG)) {
      POSTGRES_DRIVER.setLevel(Level.INFO);
    }
  }

  private UpstreamLogs() {}
}
