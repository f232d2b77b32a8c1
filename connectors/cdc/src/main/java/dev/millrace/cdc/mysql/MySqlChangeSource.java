package dev.millrace.cdc.mysql;

import dev.millrace.cdc.DebeziumProperties;
import dev.millrace.cdc.SourceOptions;
import dev.millrace.cdc.StartupMode;
import dev.millrace.cdc.decode.ChangeDeserializer;
import dev.millrace.cdc.decode.SourceColumn;
import dev.millrace.change.ChangeEvent;
import dev.millrace.change.TableId;
import dev.millrace.secret.SecretReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.cdc.connectors.mysql.source.PositionPerBatchMySqlSource;
import org.apache.flink.cdc.connectors.mysql.source.config.MySqlSourceConfigFactory;
import org.apache.flink.cdc.connectors.mysql.table.StartupOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

/**
 * The source of MySQL changes: Flink CDC's, with settings that suit a pipeline that never waits.
 */
public final class MySqlChangeSource {

  /** By offset, not by name: a server without time zone tables knows no names. */
  private static final String UTC = "+00:00";

  /** More parallel readers of one snapshot than anyone runs. */
  private static final int SERVER_IDS = 1024;

  /** What decides how values are decoded. */
  private static final Map<String, String> DECODING = new HashMap<>(SourceColumn.PROPAGATE);

  static {
    DECODING.put("time.precision.mode", "adaptive_time_microseconds");
    DECODING.put("decimal.handling.mode", "precise");
    DECODING.put("bigint.unsigned.handling.mode", "precise");
    DECODING.put("binary.handling.mode", "bytes");
  }

  /** See {@link dev.millrace.cdc.ChangeSource#create}. */
  public static Source<ChangeEvent, ?, ?> create(ReadableConfig source, List<TableId> tables) {
    CorrectedBinlogOffset.verify();
    return new PositionPerBatchMySqlSource(
        configFactory(source, tables), new ChangeDeserializer(new MySqlDialect()));
  }

  static MySqlSourceConfigFactory configFactory(ReadableConfig source, List<TableId> tables) {
    boolean snapshot = source.get(SourceOptions.SCAN_STARTUP_MODE) == StartupMode.INITIAL;
    MySqlSourceConfigFactory factory =
        new SecretConfigFactory(SecretReference.parse(required(source, SourceOptions.PASSWORD)));
    return factory
        .hostname(required(source, SourceOptions.HOSTNAME))
        .port(SourceOptions.port(source))
        .username(required(source, SourceOptions.USERNAME))
        .databaseList(
            tables.stream()
                .map(TableId::namespace)
                .distinct()
                .map(MySqlChangeSource::exactly)
                .toArray(String[]::new))
        .tableList(
            tables.stream()
                .map(TableId::toString)
                .map(MySqlChangeSource::exactly)
                .toArray(String[]::new))
        .serverId(source.getOptional(SourceOptions.SERVER_ID).orElseGet(MySqlChangeSource::anyIds))
        .serverTimeZone(source.getOptional(SourceOptions.SERVER_TIME_ZONE).orElse(UTC))
        .startupOptions(snapshot ? StartupOptions.initial() : StartupOptions.latest())
        .splitSize(source.get(SourceOptions.SCAN_SNAPSHOT_CHUNK_SIZE))
        .fetchSize(source.get(SourceOptions.SCAN_SNAPSHOT_FETCH_SIZE))
        .connectTimeout(source.get(SourceOptions.CONNECT_TIMEOUT))
        .heartbeatInterval(source.get(SourceOptions.HEARTBEAT_INTERVAL))
        // A table that joins the mappings later is read by a snapshot of its own, beside the log.
        .scanNewlyAddedTableEnabled(snapshot)
        // As MySQL prints JSON, so that snapshot and log agree.
        .useLegacyJsonFormat(false)
        .assignUnboundedChunkFirst(true)
        .debeziumProperties(debeziumProperties(source))
        .jdbcProperties(jdbcProperties(source));
  }

  private static Properties debeziumProperties(ReadableConfig source) {
    Properties properties = DebeziumProperties.of(source, DECODING);
    // By itself a minute. The server sends heartbeats as often, and their absence tells that the
    // connection is lost; see BinlogClient.
    properties.putIfAbsent("connect.keep.alive.interval.ms", "5000");
    return properties;
  }

  private static Properties jdbcProperties(ReadableConfig source) {
    Properties properties = new Properties();
    Optional<String> serverTimeZone = source.getOptional(SourceOptions.SERVER_TIME_ZONE);
    if (serverTimeZone.isEmpty()) {
      // The server converts TIMESTAMPs to the session's zone: with one of our own it cannot be
      // guessed wrong.
      properties.setProperty("forceConnectionTimeZoneToSession", "true");
    }
    properties.setProperty("queryInterceptors", BinaryLogStatusInterceptor.class.getName());
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty(
        "socketTimeout", String.valueOf(source.get(SourceOptions.READ_TIMEOUT).toMillis()));
    source
        .get(SourceOptions.JDBC)
        .forEach(
            (name, value) -> {
              // Properties travel in the job graph.
              if (DebeziumProperties.isSecret(name) || name.equals("user")) {
                throw new IllegalArgumentException(
                    "source.jdbc."
                        + name
                        + " cannot be set: user and password have options of their own, and"
                        + " other secrets would travel in the job graph");
              }
              properties.merge(
                  name,
                  value,
                  (ours, theirs) ->
                      name.equals("queryInterceptors") ? ours + "," + theirs : theirs);
            });
    return properties;
  }

  private static <T> T required(ReadableConfig source, ConfigOption<T> option) {
    return source
        .getOptional(option)
        .orElseThrow(() -> new IllegalArgumentException("source." + option.key() + " is missing"));
  }

  /** The name as a regular expression, which is what Flink CDC takes names for. */
  static String exactly(String name) {
    return name.replaceAll("([^\\p{L}\\p{N}_])", "\\\\$1");
  }

  /**
   * Drawn once a job: a restarted reader has the same number, and the server ends what is left of
   * the one before it.
   */
  private static String anyIds() {
    int first = ThreadLocalRandom.current().nextInt(100_000, Integer.MAX_VALUE - SERVER_IDS);
    return first + "-" + (first + SERVER_IDS - 1);
  }

  private MySqlChangeSource() {}
}
