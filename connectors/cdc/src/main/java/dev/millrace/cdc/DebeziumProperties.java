package dev.millrace.cdc;

import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.ReadableConfig;

/** Debezium's properties: the user's pass-through and ours, which decide how values are decoded. */
public final class DebeziumProperties {

  private static final Set<String> DECODING =
      Set.of(
          "time.precision.mode",
          "decimal.handling.mode",
          "bigint.unsigned.handling.mode",
          "binary.handling.mode",
          "interval.handling.mode",
          "hstore.handling.mode",
          "unavailable.value.placeholder",
          "column.propagate.source.type",
          "datatype.propagate.source.type",
          "message.key.columns",
          "converters",
          "tombstones.on.delete",
          "poll.interval.ms",
          "sanitize.field.names");

  private static final Set<String> CONNECTION =
      Set.of(
          "database.hostname",
          "database.port",
          "database.user",
          "database.dbname",
          "database.server.name",
          "database.server.id",
          "database.serverTimezone",
          "slot.name",
          "publication.name",
          "plugin.name");

  /** Beside those that Flink knows: password, secret, token and others. */
  private static final Set<String> SECRETS = Set.of("passwd", "pwd", "passphrase", "credential");

  /**
   * The properties to give to Flink CDC.
   *
   * @param ours what the database's source sets itself
   * @throws IllegalArgumentException when the user sets one that is ours, or anything about the
   *     connection, a password above all
   */
  public static Properties of(ReadableConfig source, Map<String, String> ours) {
    Properties properties = new Properties();
    source
        .get(SourceOptions.DEBEZIUM)
        .forEach(
            (name, value) -> {
              refuse(name, ours);
              properties.setProperty(name, value);
            });
    properties.setProperty(
        "poll.interval.ms",
        String.valueOf(Math.max(1, source.get(SourceOptions.POLL_INTERVAL).toMillis())));
    properties.setProperty("tombstones.on.delete", "false");
    ours.forEach(properties::setProperty);
    return properties;
  }

  /**
   * Whether a property's value would be a secret, by its name. The properties that users hand
   * through travel in the job graph, and references in them are not resolved.
   */
  public static boolean isSecret(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return GlobalConfiguration.isSensitive(lower) || SECRETS.stream().anyMatch(lower::contains);
  }

  private static void refuse(String name, Map<String, String> ours) {
    if (DECODING.contains(name) || ours.containsKey(name)) {
      throw new IllegalArgumentException(
          "source.debezium."
              + name
              + " cannot be set: it is fixed, so that values are decoded without loss");
    }
    // Properties travel in the job graph.
    if (isSecret(name) || CONNECTION.contains(name)) {
      throw new IllegalArgumentException(
          "source.debezium." + name + " cannot be set: the connection has options of its own");
    }
  }

  private DebeziumProperties() {}
}
