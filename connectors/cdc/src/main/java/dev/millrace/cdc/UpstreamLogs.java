package dev.millrace.cdc;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps row values out of the logs. Flink CDC 3.5.0 and Debezium 1.9.8 write primary keys (the
 * edges of a snapshot's chunks) at INFO, and whole rows at WARN and ERROR. What these loggers say
 * about a failure is in the failure itself, which Flink logs.
 *
 * <p>The log configurations that we ship hold the same levels. A cluster has its own, so that the
 * levels are set in the running Log4j 2 or Logback when a source opens, and again when its
 * configuration has been read anew.
 */
public final class UpstreamLogs {

  private static final Logger LOG = LoggerFactory.getLogger(UpstreamLogs.class);

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
  }

  private static final Logger[] LOGGERS =
      LEVELS.keySet().stream().map(LoggerFactory::getLogger).toArray(Logger[]::new);
  private static final String[] MOST = LEVELS.values().toArray(new String[0]);

  private static volatile boolean told;

  /** The most that each logger may say: OFF, ERROR or WARN, by its name. Packages come first. */
  public static Map<String, String> levels() {
    return Collections.unmodifiableMap(LEVELS);
  }

  /**
   * Lowers the loggers that say more than they may. Cheap where there is nothing to do, so that it
   * can be called for each batch. Where it cannot be done, it is told once which level to set.
   */
  public static void quiet() {
    if (tooMuch() == null || told) {
      return;
    }
    LogLevels.set(LEVELS);
    String loud = tooMuch();
    if (loud != null) {
      told = true;
      LOG.warn(
          "The logger {} writes row values into the log: set its level to {} in the log"
              + " configuration (and those of {})",
          loud,
          LEVELS.get(loud),
          LEVELS);
    }
  }

  /** The first logger that says more than it may, null when none does. */
  private static String tooMuch() {
    for (int i = 0; i < LOGGERS.length; i++) {
      if (saysMoreThan(MOST[i], LOGGERS[i])) {
        return LOGGERS[i].getName();
      }
    }
    return null;
  }

  private static boolean saysMoreThan(String most, Logger logger) {
    switch (most) {
      case "OFF":
        return logger.isErrorEnabled();
      case "ERROR":
        return logger.isWarnEnabled();
      default:
        return logger.isInfoEnabled();
    }
  }

  private UpstreamLogs() {}
}
