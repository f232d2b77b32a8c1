package dev.millrace.cdc.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cdc.SourceOptions;
import dev.millrace.cdc.SourceRun;
import dev.millrace.cdc.SourceType;
import dev.millrace.change.TableId;
import dev.millrace.check.Fault;
import dev.millrace.databases.DatabaseServer;
import dev.millrace.databases.Databases;
import dev.millrace.databases.MySqlOptions;
import dev.millrace.databases.PostgresOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each fault provoked for real. */
class SourceCheckIT {

  @TempDir Path directory;

  @Test
  void postgresThatIsReadyHasNoFault() throws Exception {
    try (DatabaseServer server = Databases.postgres()) {
      run(server, "postgres", "CREATE TABLE customers (id int PRIMARY KEY)");
      assertThat(check(postgres(server), "public.customers")).isEmpty();
    }
  }

  @Test
  void largeColumnsAreToldWhereTheLogLeavesThemOut() throws Exception {
    try (DatabaseServer server = Databases.postgres()) {
      run(
          server,
          "postgres",
          "CREATE TABLE t (id int PRIMARY KEY, v varchar, short varchar(500), longer varchar(501),"
              + " te text, n numeric, j jsonb, a int[], f char(900))",
          "CREATE TABLE whole (id int PRIMARY KEY, te text)",
          "ALTER TABLE whole REPLICA IDENTITY FULL");
      Configuration source = postgres(server);
      assertThat(SourceCheck.leftOutUnchanged(source, TableId.parse("public.t")))
          .containsExactly("v", "longer", "te", "j", "a", "f");
      assertThat(SourceCheck.leftOutUnchanged(source, TableId.parse("public.whole"))).isEmpty();
    }
  }

  @Test
  void postgresFaultsAreToldAllAtOnce() throws Exception {
    PostgresOptions few =
        PostgresOptions.defaults().walLevel("logical").set("max_replication_slots", "1");
    try (DatabaseServer server = Databases.postgres(few)) {
      run(
          server,
          "postgres",
          "CREATE TABLE customers (id int PRIMARY KEY)",
          "CREATE TABLE keyless (id int)",
          "CREATE TABLE nothing (id int PRIMARY KEY)",
          "ALTER TABLE nothing REPLICA IDENTITY NOTHING",
          "CREATE TABLE cash (id int PRIMARY KEY, price money)",
          "CREATE ROLE guest LOGIN PASSWORD 'guest'",
          "SELECT pg_create_logical_replication_slot('another', 'pgoutput')");
      Configuration source = postgres(server);
      source.set(SourceOptions.USERNAME, "guest");
      source.set(SourceOptions.PASSWORD, secret("guest"));
      List<String> faults =
          check(source, "public.customer", "public.keyless", "public.nothing", "public.cash");
      assertThat(faults)
          .anySatisfy(
              fault ->
                  assertThat(fault)
                      .contains("may not replicate", "ALTER ROLE \"guest\" REPLICATION"))
          .anySatisfy(
              fault ->
                  assertThat(fault)
                      .contains("all 1 slots are in use", "max_replication_slots = 11"))
          .anySatisfy(
              fault ->
                  assertThat(fault)
                      .contains(
                          "table public.customer: does not exist", "perhaps public.customers"))
          .anySatisfy(
              fault ->
                  assertThat(fault)
                      .contains(
                          "table public.keyless: user 'guest' may not read it", "GRANT SELECT"))
          .anySatisfy(
              fault -> assertThat(fault).contains("table public.keyless: has no primary key"))
          .anySatisfy(
              fault ->
                  assertThat(fault)
                      .contains(
                          "table public.nothing: REPLICA IDENTITY is NOTHING",
                          "REPLICA IDENTITY DEFAULT"))
          .anySatisfy(
              fault ->
                  assertThat(fault)
                      .contains("table public.cash: has columns of the type money (price)"))
          .anySatisfy(
              fault ->
                  assertThat(fault)
                      .contains(
                          "publication millrace: is missing",
                          "CREATE PUBLICATION \"millrace\" FOR TABLE"))
          .hasSize(10);
    }
  }

  @Test
  void postgresSlotsOfOthersAreRefused() throws Exception {
    try (DatabaseServer server = Databases.postgres(PostgresOptions.defaults())) {
      run(
          server,
          "postgres",
          "CREATE TABLE customers (id int PRIMARY KEY)",
          "SELECT pg_create_physical_replication_slot('millrace')");
      assertThat(check(postgres(server), "public.customers"))
          .singleElement()
          .asString()
          .contains("slot millrace: is of the plugin physical", "pg_drop_replication_slot");
    }
  }

  @Test
  void postgresThatCannotBeReachedOrEnteredOrReplicates() throws Exception {
    Configuration source;
    try (DatabaseServer server =
        Databases.postgres(PostgresOptions.defaults().walLevel("replica"))) {
      run(server, "postgres", "CREATE TABLE customers (id int PRIMARY KEY)");
      source = postgres(server);
      assertThat(check(source, "public.customers"))
          .singleElement()
          .asString()
          .contains("wal_level is replica", "ALTER SYSTEM SET wal_level = logical");
      Configuration wrong = new Configuration(source);
      wrong.set(SourceOptions.PASSWORD, secret("wrong"));
      assertThat(check(wrong, "public.customers"))
          .singleElement()
          .asString()
          .contains("is refused", "source.password");
      wrong.set(SourceOptions.PASSWORD, "${file:" + directory.resolve("none") + "}");
      assertThat(check(wrong, "public.customers"))
          .singleElement()
          .asString()
          .contains("/none} cannot be read", "mend: write the secret to ")
          .doesNotContain("ALTER ROLE");
      Configuration absent = new Configuration(source);
      absent.set(SourceOptions.DATABASE, "absent");
      assertThat(check(absent, "public.customers"))
          .singleElement()
          .asString()
          .contains("there is no database 'absent'");
    }
    assertThat(check(source, "public.customers"))
        .singleElement()
        .asString()
        .contains("cannot be reached", "source.hostname");
  }

  @Test
  void mysqlThatIsReadyHasNoFault() throws Exception {
    try (DatabaseServer server = Databases.mysql()) {
      run(server, "", "CREATE DATABASE shop", "CREATE TABLE shop.customers (id int PRIMARY KEY)");
      assertThat(check(mysql(server), "shop.customers")).isEmpty();
    }
  }

  @Test
  void mysqlFaultsAreToldAllAtOnce() throws Exception {
    MySqlOptions wrong =
        MySqlOptions.defaults()
            .rowImage("MINIMAL")
            .binlogFormat("MIXED")
            .set("binlog-transaction-compression", "ON");
    Configuration source;
    try (DatabaseServer server = Databases.mysql(wrong)) {
      run(
          server,
          "",
          "CREATE DATABASE shop",
          "CREATE TABLE shop.customers (id int PRIMARY KEY)",
          "CREATE TABLE shop.keyless (id int)",
          "CREATE TABLE shop.hidden (id int PRIMARY KEY)",
          "CREATE USER 'guest'@'%' IDENTIFIED BY 'guest'",
          "GRANT SELECT ON shop.keyless TO 'guest'@'%'",
          "GRANT INSERT ON shop.* TO 'guest'@'%'");
      source = mysql(server);
      source.set(SourceOptions.USERNAME, "guest");
      source.set(SourceOptions.PASSWORD, secret("guest"));
      List<String> faults = check(source, "shop.keyless", "shop.hidden");
      assertThat(faults)
          .anySatisfy(
              fault ->
                  assertThat(fault)
                      .contains("binlog_format is MIXED", "SET PERSIST binlog_format = 'ROW'"))
          .anySatisfy(
              fault ->
                  assertThat(fault)
                      .contains(
                          "binlog_row_image is MINIMAL", "SET PERSIST binlog_row_image = 'FULL'"))
          .anySatisfy(
              fault ->
                  assertThat(fault)
                      .contains(
                          "binlog_transaction_compression is ON",
                          "SET PERSIST binlog_transaction_compression = 'OFF'"))
          .anySatisfy(
              fault ->
                  assertThat(fault)
                      .contains("lacks the right REPLICATION CLIENT", "GRANT REPLICATION CLIENT"))
          .anySatisfy(fault -> assertThat(fault).contains("lacks the right REPLICATION SLAVE"))
          .anySatisfy(fault -> assertThat(fault).contains("table shop.keyless: has no primary key"))
          .anySatisfy(
              fault ->
                  assertThat(fault)
                      .contains(
                          "table shop.hidden: user 'guest' may not read it",
                          "GRANT SELECT ON `shop`.`hidden`"))
          .hasSize(7);
      assertThat(check(mysql(server), "shop.customer"))
          .anySatisfy(
              fault ->
                  assertThat(fault)
                      .contains("table shop.customer: does not exist", "perhaps shop.customers"));
      source.set(SourceOptions.PASSWORD, secret("wrong"));
      assertThat(check(source, "shop.customers"))
          .singleElement()
          .asString()
          .contains("the login of user 'guest' is refused");
    }
    assertThat(check(source, "shop.customers"))
        .singleElement()
        .asString()
        .contains("cannot be reached");
  }

  private static List<String> check(Configuration source, String... tables) {
    return SourceCheck.check(
            source, Stream.of(tables).map(TableId::parse).collect(Collectors.toList()))
        .stream()
        .map(Fault::toString)
        .collect(Collectors.toList());
  }

  private Configuration postgres(DatabaseServer server) {
    Configuration source = SourceRun.options(SourceType.POSTGRES, server, directory);
    source.set(SourceOptions.DATABASE, "postgres");
    source.set(SourceOptions.SLOT_NAME, "millrace");
    return source;
  }

  private Configuration mysql(DatabaseServer server) {
    return SourceRun.options(SourceType.MYSQL, server, directory);
  }

  private String secret(String text) throws Exception {
    return "${file:" + Files.writeString(directory.resolve("secret-" + text), text) + "}";
  }

  private static void run(DatabaseServer server, String database, String... statements)
      throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
