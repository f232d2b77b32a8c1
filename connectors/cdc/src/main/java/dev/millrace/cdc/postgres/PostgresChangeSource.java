package dev.millrace.cdc.postgres;

import dev.millrace.cdc.DebeziumProperties;
import dev.millrace.cdc.SourceOptions;
import dev.millrace.cdc.StartupMode;
import dev.millrace.cdc.decode.SourceColumn;
import dev.millrace.cdc.decode.Unavailable;
import dev.millrace.change.ChangeEvent;
import dev.millrace.change.TableId;
import dev.millrace.secret.SecretReference;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.cdc.connectors.base.options.StartupOptions;
import org.apache.flink.cdc.connectors.postgres.source.config.PostgresSourceConfigFactory;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

/** The source of Postgres changes. */
public final class PostgresChangeSource {

  /**
   * How values are decoded, and what the source relies on; not to be set by users. Microseconds and
   * every digit of a number are kept, types that Debezium does not know come as their text.
   */
  private static final Map<String, String> FIXED =
      Map.ofEntries(
          Map.entry("decimal.handling.mode", "precise"),
          Map.entry("time.precision.mode", "adaptive_time_microseconds"),
          Map.entry("binary.handling.mode", "bytes"),
          Map.entry("converters", "text"),
          Map.entry("text.type", TextConverter.class.getName()),
          Map.entry("toasted.value.placeholder", Unavailable.PLACEHOLDER),
          Map.entry("hstore.handling.mode", "json"),
          Map.entry("include.unknown.datatypes", "true"),
          Map.entry("tombstones.on.delete", "false"),
          // Told in the log, see RowsGone. (Deprecated, but skipped.operations alone is overruled.)
          Map.entry("truncate.handling.mode", "include"),
          Map.entry("provide.transaction.metadata", "false"),
          Map.entry("message.prefix.exclude.list", ".*"),
          Map.entry("publication.autocreate.mode", "disabled"),
          Map.entry("slot.drop.on.stop", "false"),
          Map.entry("database.authenticationPluginClassName", ReferencedPassword.class.getName()));

  /**
   * Checkpoints that complete before the slot moves to the position of one: so many can be lost.
   */
  private static final int LSN_COMMIT_CHECKPOINTS_DELAY = 3;

  /** What Postgres takes as a slot's name. */
  public static final Pattern SLOT_NAME = Pattern.compile("[a-z0-9_]{1,63}");

  public static Source<ChangeEvent, ?, ?> create(ReadableConfig source, List<TableId> tables) {
    return new WalSource(configuration(source, tables), tables);
  }

  static PostgresSourceConfigFactory configuration(ReadableConfig source, List<TableId> tables) {
    PostgresSourceConfigFactory factory = new PostgresSourceConfigFactory();
    factory.hostname(required(source, SourceOptions.HOSTNAME));
    factory.port(SourceOptions.port(source));
    factory.username(required(source, SourceOptions.USERNAME));
    // The reference itself: ReferencedPassword reads the secret when the server asks for it.
    factory.password(SecretReference.parse(required(source, SourceOptions.PASSWORD)).toString());
    factory.database(required(source, SourceOptions.DATABASE));
    factory.tableList(tables.stream().map(PostgresChangeSource::expression).toArray(String[]::new));
    factory.decodingPluginName("pgoutput");
    factory.slotName(slotName(source));
    factory.serverTimeZone("UTC");
    factory.startupOptions(
        source.get(SourceOptions.SCAN_STARTUP_MODE) == StartupMode.INITIAL
            ? StartupOptions.initial()
            : StartupOptions.latest());
    factory.splitSize(source.get(SourceOptions.SCAN_SNAPSHOT_CHUNK_SIZE));
    factory.fetchSize(source.get(SourceOptions.SCAN_SNAPSHOT_FETCH_SIZE));
    factory.connectTimeout(source.get(SourceOptions.CONNECT_TIMEOUT));
    factory.heartbeatInterval(source.get(SourceOptions.HEARTBEAT_INTERVAL));
    factory.setLsnCommitCheckpointsDelay(LSN_COMMIT_CHECKPOINTS_DELAY);
    // The log is read from the slot on, see WalDialect; nothing is left to fill in behind a chunk.
    factory.skipSnapshotBackfill(true);
    factory.debeziumProperties(debeziumProperties(source));
    return factory;
  }

  private static Properties debeziumProperties(ReadableConfig source) {
    Map<String, String> ours = new HashMap<>(FIXED);
    ours.putAll(SourceColumn.PROPAGATE);
    ours.putAll(Unavailable.PROPERTIES);
    ours.put("publication.name", publicationName(source));
    Properties properties = DebeziumProperties.of(source, ours);
    // How a connection to the slot is tried again, also while the server still holds the one of a
    // reader that has died; every 10 s by itself.
    properties.putIfAbsent("slot.retry.delay.ms", "1000");
    properties.putIfAbsent("slot.max.retries", "10");
    for (String timeout : List.of("connectTimeout", "loginTimeout")) {
      properties.setProperty(
          "database." + timeout, seconds(source.get(SourceOptions.CONNECT_TIMEOUT)));
    }
    // Not fixed: some clouds want one of their own.
    properties.setProperty("database.socketFactory", FailingSocketFactory.class.getName());
    properties.setProperty(
        "database.socketTimeout", seconds(source.get(SourceOptions.READ_TIMEOUT)));
    source
        .get(SourceOptions.JDBC)
        .forEach(
            (name, value) -> {
              if (PostgresConnections.isFixed(name)) {
                throw new IllegalArgumentException(
                    "source.jdbc."
                        + name
                        + " cannot be set: it has an option of its own, or is a secret, which would"
                        + " travel in the job graph");
              }
              properties.setProperty("database." + name, value);
            });
    return properties;
  }

  private static String seconds(Duration time) {
    return Long.toString(Math.max(1, time.toSeconds()));
  }

  /** The slot of the source; its text must be one that Postgres takes. */
  public static String slotName(ReadableConfig source) {
    String name = required(source, SourceOptions.SLOT_NAME);
    if (!SLOT_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "source.slot.name: '"
              + name
              + "' is no name of a slot, which has up to 63 of a-z, 0-9 and _");
    }
    return name;
  }

  /** The publication of the source: its own name, or else the slot's. */
  public static String publicationName(ReadableConfig source) {
    return source.getOptional(SourceOptions.PUBLICATION_NAME).orElseGet(() -> slotName(source));
  }

  /** A regular expression that matches this table alone, as Debezium wants it. */
  private static String expression(TableId table) {
    return table.toString().replaceAll("[^A-Za-z0-9_]", "\\\\$0");
  }

  private static String required(ReadableConfig source, ConfigOption<String> option) {
    return source
        .getOptional(option)
        .orElseThrow(() -> new IllegalArgumentException("source." + option.key() + " is missing"));
  }

  private PostgresChangeSource() {}
}
