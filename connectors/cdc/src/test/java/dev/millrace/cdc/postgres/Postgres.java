package dev.millrace.cdc.postgres;

import dev.millrace.cdc.ChangeSource;
import dev.millrace.cdc.SourceOptions;
import dev.millrace.cdc.SourceType;
import dev.millrace.change.ChangeEvent;
import dev.millrace.change.TableId;
import dev.millrace.databases.DatabaseServer;
import dev.millrace.databases.Databases;
import dev.millrace.databases.PostgresOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;

/** A Postgres server with a database {@code shop}, and sources that read it. */
final class Postgres implements AutoCloseable {

  final DatabaseServer server;
  private final Path secrets;

  Postgres() throws Exception {
    this(PostgresOptions.defaults());
  }

  Postgres(PostgresOptions options) throws Exception {
    server = Databases.postgres(options);
    secrets = Files.createTempDirectory("millrace-secrets-");
    Files.writeString(secrets.resolve("password"), server.password());
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE shop");
    }
  }

  void run(String... statements) throws SQLException {
    try (Connection connection = server.connect("shop");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  Configuration options() {
    Configuration source = new Configuration();
    source.set(SourceOptions.TYPE, SourceType.POSTGRES);
    source.set(SourceOptions.HOSTNAME, server.host());
    source.set(SourceOptions.PORT, server.port());
    source.set(SourceOptions.USERNAME, server.username());
    source.set(SourceOptions.PASSWORD, "${file:" + secrets.resolve("password") + "}");
    source.set(SourceOptions.DATABASE, "shop");
    source.set(SourceOptions.SLOT_NAME, "millrace");
    return source;
  }

  Source<ChangeEvent, ?, ?> source(String... tables) {
    return ChangeSource.create(options(), tables(tables));
  }

  static List<TableId> tables(String... tables) {
    return Stream.of(tables).map(TableId::parse).collect(Collectors.toList());
  }

  @Override
  public void close() throws Exception {
    server.close();
    Files.delete(secrets.resolve("password"));
    Files.delete(secrets);
  }
}
