package dev.millrace.cdc;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.util.TimeUtils;

/** Options of one {@code source}, in the words of Flink CDC pipelines where they have one. */
public final class SourceOptions {

  private static final Duration LONGEST = Duration.ofDays(1);

  public static final ConfigOption<SourceType> TYPE =
      ConfigOptions.key("type")
          .enumType(SourceType.class)
          .noDefaultValue()
          .withDescription("The database: mysql or postgres.");

  public static final ConfigOption<String> HOSTNAME =
      ConfigOptions.key("hostname")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Host name or address of the database server. Give the writer: replicas may lag behind or show changes in another order.");

  public static final ConfigOption<Integer> PORT =
      ConfigOptions.key("port")
          .intType()
          .noDefaultValue()
          .withDescription(
              "Port of the database server. Default: 3306 for mysql, 5432 for postgres.");

  public static final ConfigOption<String> USERNAME =
      ConfigOptions.key("username")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Database user with the rights to read the tables and to replicate; `check` names what is missing.");

  public static final ConfigOption<String> PASSWORD =
      ConfigOptions.key("password")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Password of the user, as a secret reference: ${env:NAME} or ${file:PATH}. Read where the connection is made, never stored.");

  public static final ConfigOption<String> DATABASE =
      ConfigOptions.key("database")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Postgres: the database that holds the tables. MySQL has it in the tables' names.");

  public static final ConfigOption<List<String>> TABLES =
      ConfigOptions.key("tables")
          .stringType()
          .asList()
          .noDefaultValue()
          .withDescription(
              "Tables to read: <database>.<table> (mysql) or <schema>.<table> (postgres). Default: the tables of the mappings.");

  public static final ConfigOption<StartupMode> SCAN_STARTUP_MODE =
      ConfigOptions.key("scan.startup.mode")
          .enumType(StartupMode.class)
          .defaultValue(StartupMode.INITIAL)
          .withDescription(
              "Where to begin without a savepoint: 'initial' reads the tables as they are and then the log, 'latest-offset' only what is committed from now on. Either way a slot that is there already (postgres) is moved to the log's end.");

  public static final ConfigOption<Integer> SCAN_SNAPSHOT_CHUNK_SIZE =
      ConfigOptions.key("scan.snapshot.chunk-size")
          .intType()
          .defaultValue(8096)
          .withDescription(
              "Rows in a chunk of the snapshot. A chunk is read anew after a failure, so that smaller repeats less; every chunk costs the JobManager memory, so that tables of some 100 million rows want 100000 or more.");

  public static final ConfigOption<Integer> SCAN_SNAPSHOT_FETCH_SIZE =
      ConfigOptions.key("scan.snapshot.fetch-size")
          .intType()
          .defaultValue(1024)
          .withDescription("Rows that the snapshot fetches from the server at a time.");

  public static final ConfigOption<Duration> HEARTBEAT_INTERVAL =
      ConfigOptions.key("heartbeat.interval")
          .durationType()
          .defaultValue(Duration.ofSeconds(10))
          .withDescription(
              "How often the position moves on while the tables have no changes but others of the server do. It bounds the log that the server must keep for an idle job.");

  public static final ConfigOption<Duration> POLL_INTERVAL =
      ConfigOptions.key("poll-interval")
          .durationType()
          .defaultValue(Duration.ofMillis(2))
          .withDescription(
              "How long a decoded change waits at most for others to go on together with. It is added latency for a lone change and saves work under load; below 1 ms it is taken as 1 ms.");

  public static final ConfigOption<Duration> CONNECT_TIMEOUT =
      ConfigOptions.key("connect.timeout")
          .durationType()
          .defaultValue(Duration.ofSeconds(30))
          .withDescription(
              "How long to wait for a connection to the database before the attempt fails.");

  public static final ConfigOption<Duration> READ_TIMEOUT =
      ConfigOptions.key("read.timeout")
          .durationType()
          .defaultValue(Duration.ofMinutes(5))
          .withDescription(
              "How long a query may be without any answer before its connection is taken for lost and the job restarts from its checkpoint. A shorter one notices sooner that the network delivers nothing any more while tables are read; one that is too short fails where the server is busy or a table is locked.");

  public static final ConfigOption<String> SERVER_ID =
      ConfigOptions.key("server-id")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "MySQL: the number by which the server knows this reader, or a range of numbers such as 5400-5407, one for each parallel reader of the snapshot. No other reader or replica of the server may use one of them. Default: a range drawn at random when the job is submitted, and kept over its restarts.");

  public static final ConfigOption<String> SERVER_TIME_ZONE =
      ConfigOptions.key("server-time-zone")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "MySQL: the server's time zone, such as UTC or Europe/Berlin. Default: the connection sets its session to UTC, and the server's zone does not matter; give it only where a proxy forbids that.");

  public static final ConfigOption<String> SLOT_NAME =
      ConfigOptions.key("slot.name")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Postgres: the replication slot of this job; created when missing. One slot serves one job.");

  public static final ConfigOption<String> PUBLICATION_NAME =
      ConfigOptions.key("publication.name")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Postgres: the publication that holds the tables; created when missing, which needs the right to. Default: the slot's name.");

  public static final ConfigOption<Map<String, String>> DEBEZIUM =
      ConfigOptions.key("debezium")
          .mapType()
          .defaultValue(Map.of())
          .withDescription(
              "Properties handed to the Debezium connector inside Flink CDC, each as debezium.<name>. For experts: those that decide how values are decoded are refused.");

  public static final ConfigOption<Map<String, String>> JDBC =
      ConfigOptions.key("jdbc")
          .mapType()
          .defaultValue(Map.of())
          .withDescription(
              "Properties of the JDBC connection, each as jdbc.<name>, for example jdbc.sslMode: REQUIRED (MySQL).");

  /** The configured port, else the database's own. */
  public static int port(ReadableConfig source) {
    return source.getOptional(PORT).orElseGet(() -> source.get(TYPE).defaultPort());
  }

  /**
   * Refuses numbers and durations that no source can work with.
   *
   * @throws IllegalArgumentException naming the option, what was found and what was expected
   */
  static void demandSaneValues(ReadableConfig source) {
    int port = port(source);
    demand(PORT, port, port > 0 && port < 1 << 16, "a port, 1 to 65535");
    for (ConfigOption<Integer> rows : List.of(SCAN_SNAPSHOT_CHUNK_SIZE, SCAN_SNAPSHOT_FETCH_SIZE)) {
      demand(rows, source.get(rows), source.get(rows) > 0, "a number above 0");
    }
    for (ConfigOption<Duration> time :
        List.of(HEARTBEAT_INTERVAL, POLL_INTERVAL, CONNECT_TIMEOUT, READ_TIMEOUT)) {
      Duration duration = source.get(time);
      demand(
          time,
          TimeUtils.formatWithHighestUnit(duration),
          !duration.isNegative() && !duration.isZero() && duration.compareTo(LONGEST) <= 0,
          "a time above 0, of one day at most");
    }
  }

  private static void demand(ConfigOption<?> option, Object found, boolean sane, String expected) {
    if (!sane) {
      throw new IllegalArgumentException(
          "source." + option.key() + " is " + found + ", expected " + expected);
    }
  }

  private SourceOptions() {}
}
