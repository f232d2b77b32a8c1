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

/**
 * A real MySQL server, started from the archive in the Maven repository. It survives {@link
 * #kill()} as a server does whose process is killed: commits wait for the operating system, not for
 * the disk.
 */
public final class MySqlServer implements DatabaseServer {

  private static final String CREATE_ADMINISTRATOR =
      "SET sql_log_bin=0;\n"
          + ("CREATE USER '" + USERNAME + "'@'%' IDENTIFIED BY '" + PASSWORD + "';\n")
          + ("GRANT ALL ON *.* TO '" + USERNAME + "'@'%' WITH GRANT OPTION;\n");

  private final MySqlBinaries binaries;
  private final MySqlOptions options;
  private final ServerProcess process = new ServerProcess("mysql");
  private final Path data = process.home().resolve("data");
  private final int port = ServerProcess.freePort();

  private MySqlServer(MySqlBinaries binaries, MySqlOptions options) {
    this.binaries = binaries;
    this.options = options;
  }

  public static MySqlServer start() {
    return start(MySqlOptions.defaults());
  }

  /** Starts a server with empty data and waits until it takes connections. */
  public static MySqlServer start(MySqlOptions options) {
    MySqlBinaries binaries = MySqlBinaries.unpacked();
    Path template =
        ServerCache.directory(
            "mysql-" + binaries.version() + "-data", directory -> initialize(binaries, directory));
    MySqlServer server = new MySqlServer(binaries, options);
    try {
      Files.createDirectory(server.data);
      ServerCache.copy(template, server.data);
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

  private static void initialize(MySqlBinaries binaries, Path directory) throws IOException {
    Path sql = Files.createTempFile("millrace-mysql-", ".sql");
    try {
      Files.writeString(sql, CREATE_ADMINISTRATOR);
      List<String> command = program(binaries, directory);
      command.add("--initialize-insecure");
      command.add("--innodb-redo-log-capacity=8M"); // less to copy at every start
      command.add("--init-file=" + sql);
      ServerProcess.run(command, binaries.environment(), binaries.home());
    } finally {
      Files.delete(sql);
    }
    // Each server makes its own: it is the server's identity in GTIDs.
    Files.deleteIfExists(directory.resolve("auto.cnf"));
  }

  private static List<String> program(MySqlBinaries binaries, Path data) {
    List<String> command = new ArrayList<>();
    command.add(binaries.home().resolve("bin/mysqld").toString());
    command.add("--no-defaults");
    command.add("--basedir=" + binaries.home());
    command.add("--datadir=" + data);
    if ("root".equals(System.getProperty("user.name"))) {
      command.add("--user=root");
    }
    return command;
  }

  private void launch() {
    List<String> command = program(binaries, data);
    command.add("--port=" + port);
    command.add("--bind-address=127.0.0.1");
    command.add("--socket=" + process.home().resolve("socket"));
    command.add("--pid-file=" + process.home().resolve("mysqld.pid"));
    command.add("--mysqlx=OFF");
    command.add("--skip-name-resolve");
    command.add("--performance-schema=OFF");
    command.add("--innodb-flush-log-at-trx-commit=2");
    command.add("--sync-binlog=0");
    command.add("--innodb-redo-log-capacity=256M");
    options.settings().forEach((name, value) -> command.add("--" + name + "=" + value));
    process.start(command, binaries.environment(), this::answers);
  }

  private boolean answers() {
    try (Connection connection = connect("")) {
      return connection.isValid(1);
    } catch (SQLException notYet) {
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
    return "jdbc:mysql://"
        + host
        + ":"
        + port
        + "/"
        + database
        + "?allowPublicKeyRetrieval=true&sslMode=DISABLED&connectionTimeZone=UTC";
  }

  @Override
  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(database), USERNAME, PASSWORD);
  }

  @Override
  public String description() {
    return "embedded MySQL " + binaries.version();
  }

  @Override
  public void stop() {
    process.signalAndWait("TERM");
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
