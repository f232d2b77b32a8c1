package dev.millrace.databases;

import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;

/**
 * The databases of the integration tests: Testcontainers where Docker answers, else the embedded
 * servers. The images are {@code mysql:8.0} and {@code postgres:17} unless the system properties
 * {@code millrace.test.mysql-image} and {@code millrace.test.postgres-image} name others; {@code
 * millrace.test.databases=embedded} never asks Docker.
 */
public final class Databases {

  private static final Logger LOG = LoggerFactory.getLogger(Databases.class);

  private Databases() {}

  public static DatabaseServer mysql() {
    return mysql(MySqlOptions.defaults());
  }

  public static DatabaseServer mysql(MySqlOptions options) {
    if (Docker.ANSWERS) {
      return started(
          ContainerServer.mysql(
              System.getProperty("millrace.test.mysql-image", "mysql:8.0"), options));
    }
    return started(MySqlServer.start(options));
  }

  public static DatabaseServer postgres() {
    return postgres(PostgresOptions.defaults());
  }

  public static DatabaseServer postgres(PostgresOptions options) {
    if (Docker.ANSWERS) {
      return started(
          ContainerServer.postgres(
              System.getProperty("millrace.test.postgres-image", "postgres:17"), options));
    }
    return started(PostgresServer.start(options));
  }

  private static DatabaseServer started(DatabaseServer server) {
    LOG.info(
        "{}: {} on port {}",
        Docker.ANSWERS ? "Docker answers" : "Docker is not here",
        server.description(),
        server.port());
    return server;
  }

  private static final class Docker {
    static final boolean ANSWERS = answers();

    private static boolean answers() {
      if ("embedded".equals(System.getProperty("millrace.test.databases"))) {
        return false;
      }
      // Testcontainers tries for seconds and prints pages where there is no Docker at all.
      boolean maybe =
          System.getenv("DOCKER_HOST") != null
              || Files.exists(Path.of("/var/run/docker.sock"))
              || Files.exists(Path.of(System.getProperty("user.home"), ".docker/run/docker.sock"));
      return maybe && DockerClientFactory.instance().isDockerAvailable();
    }
  }
}
