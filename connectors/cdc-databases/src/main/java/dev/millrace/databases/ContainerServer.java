package dev.millrace.databases;

import com.github.dockerjava.api.DockerClient;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** A database server in a container, on a port of this machine that outlives a restart. */
final class ContainerServer implements DatabaseServer {

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final long POLL_MILLIS = 50;

  private final GenericContainer<?> container;
  private final boolean postgres;
  private final int port;

  private ContainerServer(GenericContainer<?> container, int innerPort, boolean postgres) {
    this.container = container;
    this.postgres = postgres;
    this.port = ServerProcess.freePort();
    container.setPortBindings(List.of(port + ":" + innerPort));
    container.waitingFor(Wait.forListeningPort().withStartupTimeout(PATIENCE));
    container.start();
    awaitLogin();
  }

  static ContainerServer mysql(String image, MySqlOptions options) {
    List<String> command = new ArrayList<>();
    options.settings().forEach((name, value) -> command.add("--" + name + "=" + value));
    GenericContainer<?> container =
        new GenericContainer<>(image)
            .withEnv("MYSQL_ROOT_PASSWORD", PASSWORD)
            .withEnv("MYSQL_ROOT_HOST", "%")
            .withCommand(command.toArray(new String[0]))
            .withExposedPorts(3306);
    ContainerServer server = new ContainerServer(container, 3306, false);
    server.createAdministrator();
    return server;
  }

  static ContainerServer postgres(String image, PostgresOptions options) {
    List<String> command = new ArrayList<>(List.of("postgres", "-c", "fsync=off"));
    options.settings().forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    GenericContainer<?> container =
        new GenericContainer<>(image)
            .withEnv("POSTGRES_USER", USERNAME)
            .withEnv("POSTGRES_PASSWORD", PASSWORD)
            .withEnv("POSTGRES_DB", "postgres")
            .withCommand(command.toArray(new String[0]))
            .withExposedPorts(5432);
    return new ContainerServer(container, 5432, true);
  }

  private void createAdministrator() {
    try (Connection root = DriverManager.getConnection(jdbcUrl(""), "root", PASSWORD);
        var statement = root.createStatement()) {
      statement.execute("SET sql_log_bin=0");
      statement.execute("CREATE USER '" + USERNAME + "'@'%' IDENTIFIED BY '" + PASSWORD + "'");
      statement.execute("GRANT ALL ON *.* TO '" + USERNAME + "'@'%' WITH GRANT OPTION");
    } catch (SQLException e) {
      throw new IllegalStateException("cannot create the administrator in the container", e);
    }
  }

  private void awaitLogin() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (Connection connection =
          postgres
              ? PostgresServer.login(jdbcUrl("postgres"))
              : DriverManager.getConnection(jdbcUrl(""), "root", PASSWORD)) {
        return;
      } catch (SQLException e) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              description() + " takes no login; its log:\n" + container.getLogs(), e);
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a container was starting", e);
    }
  }

  @Override
  public String host() {
    return container.getHost();
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String jdbcUrl(String database) {
    return postgres
        ? PostgresServer.jdbcUrl(host(), port, database)
        : MySqlServer.jdbcUrl(host(), port, database);
  }

  @Override
  public Connection connect(String database) throws SQLException {
    return postgres
        ? PostgresServer.login(jdbcUrl(database))
        : DriverManager.getConnection(jdbcUrl(database), USERNAME, PASSWORD);
  }

  @Override
  public String description() {
    return "Testcontainers " + container.getDockerImageName();
  }

  @Override
  public void stop() {
    if (container.isRunning()) {
      docker().stopContainerCmd(container.getContainerId()).exec();
    }
  }

  @Override
  public void kill() {
    if (container.isRunning()) {
      docker().killContainerCmd(container.getContainerId()).exec();
    }
  }

  @Override
  public void restart() {
    stop();
    docker().startContainerCmd(container.getContainerId()).exec();
    awaitLogin();
  }

  private DockerClient docker() {
    return container.getDockerClient();
  }

  @Override
  public void close() {
    container.stop();
  }
}
