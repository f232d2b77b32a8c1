package dev.millrace.databases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A real Postgres server, started from the binaries in the Maven repository. It survives {@link
 * #kill()} as a server does whose process is killed: commits wait for the operating system, not for
 * the disk.
 */
public final class PostgresServer implements DatabaseServer {

  private final PostgresBinaries binaries;
  private final PostgresOptions options;
  private final ServerProcess process = new ServerProcess("postgres");
  private final Path data = process.home().resolve("data");
  private final int port = ServerProcess.freePort();

  private PostgresServer(PostgresBinaries binaries, PostgresOptions options) {
    this.binaries = binaries;
    this.options = options;
  }

  public static PostgresServer start() {
    return start(PostgresOptions.defaults());
  }

  /** Starts a server with empty data and waits until it takes connections. */
  public static PostgresServer start(PostgresOptions options) {
    PostgresBinaries binaries = PostgresBinaries.unpacked();
    Path template =
        ServerCache.directory(
            "postgres-" + binaries.version() + "-data",
            directory -> initialize(binaries, directory));
    PostgresServer server = new PostgresServer(binaries, options);
    try {
      ServerCache.copy(template.resolve("data"), server.data);
      server.launch();
      return server;
    } catch (IOException e) {
      server.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private static void initialize(PostgresBinaries binaries, Path directory) throws IOException {
    Path password = Files.createTempFile("millrace-postgres-", ".txt");
    try {
      Files.writeString(password, PASSWORD);
      List<String> command = program(binaries, "initdb");
      command.addAll(
          List.of(
              "--pgdata=" + directory.resolve("data"),
              "--username=" + USERNAME,
              "--pwfile=" + password,
              "--auth=scram-sha-256",
              "--encoding=UTF8",
              "--locale=C",
              "--no-sync"));
      ServerProcess.run(command, Map.of(), binaries.home());
    } finally {
      Files.delete(password);
    }
  }

  /** Postgres refuses to run as root: in a user namespace of its own it is somebody else. */
  private static List<String> program(PostgresBinaries binaries, String name) {
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("unshare", "--user"));
    }
    command.add(binaries.home().resolve("bin/" + name).toString());
    return command;
  }

  private void launch() {
    try {
      Files.deleteIfExists(data.resolve("postmaster.pid"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command = program(binaries, "postgres");
    command.addAll(List.of("-D", data.toString(), "-p", Integer.toString(port), "-h", host()));
    List<String> settings = new ArrayList<>();
    settings.add("unix_socket_directories=");
    settings.add("fsync=off");
    options.settings().forEach((name, value) -> settings.add(name + "=" + value));
    settings.forEach(setting -> command.addAll(List.of("-c", setting)));
    process.start(command, Map.of(), this::ready);
  }

  /** Postgres writes its state into the eighth line of its lock file. */
  private boolean ready() {
    try {
      List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
      return lines.size() >= 8 && lines.get(7).trim().equals("ready");
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public String host() {
    return "127.0.0.1";
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String jdbcUrl(String database) {
    return jdbcUrl(host(), port, database);
  }

  static String jdbcUrl(String host, int port, String database) {
    return "jdbc:postgresql://" + host + ":" + port + "/" + database;
  }

  @Override
  public Connection connect(String database) throws SQLException {
    return login(jdbcUrl(database));
  }

  static Connection login(String url) throws SQLException {
    try {
      // DriverManager has looked for drivers already when another class loader brought this one.
      Class.forName("org.postgresql.Driver");
    } catch (ClassNotFoundException e) {
      throw new SQLException(
          "no Postgres driver on the class path: flink-sql-connector-postgres-cdc brings the one"
              + " that is allowed",
          e);
    }
    return DriverManager.getConnection(url, USERNAME, PASSWORD);
  }

  @Override
  public String description() {
    return "embedded Postgres " + binaries.version();
  }

  /** A fast shutdown: open connections are ended, their transactions rolled back. */
  @Override
  public void stop() {
    process.signalAndWait("INT");
  }

  @Override
  public void kill() {
    process.kill();
  }

  @Override
  public void restart() {
    stop();
    launch();
  }

  @Override
  public void close() {
    process.close();
  }
}
