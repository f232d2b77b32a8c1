package dev.millrace.cdc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cdc.SourceOptions;
import dev.millrace.cdc.SourceRun;
import dev.millrace.cdc.SourceType;
import dev.millrace.cdc.StartupMode;
import dev.millrace.databases.DatabaseServer;
import dev.millrace.databases.Databases;
import dev.millrace.databases.MySqlOptions;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.cdc.connectors.mysql.source.MySqlSource;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both sides of FLINK-38531: what our {@code BinlogOffset} keeps, the connector's own loses. */
class BulkTransactionIT {

  private static DatabaseServer server;

  @TempDir private Path directory;

  @BeforeAll
  static void start() {
    server = Databases.mysql(MySqlOptions.defaults().gtid(true));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void everyRowArrivesOverFailuresInTheMiddle() throws Exception {
    Configuration options = SourceRun.options(SourceType.MYSQL, server, directory);
    options.set(SourceOptions.SCAN_STARTUP_MODE, StartupMode.LATEST_OFFSET);
    BulkTransaction.run(server.jdbcUrl(""), options, true);
    assertThat(BulkTransaction.failures()).isPositive();
    assertThat(BulkTransaction.missing()).isZero();
  }

  @Test
  void rowsAreLostWithTheConnectorsOwnClass() throws Exception {
    Matcher result =
        Pattern.compile("missing=(\\d+) failures=(\\d+)")
            .matcher(withTheConnectorFirst("original"));
    assertThat(result.find()).isTrue();
    assertThat(Integer.parseInt(result.group(2))).isPositive();
    assertThat(Integer.parseInt(result.group(1))).isPositive();
  }

  @Test
  void theConnectorsOwnClassIsRefused() throws Exception {
    assertThat(withTheConnectorFirst("ours"))
        .contains("BinlogOffset comes from")
        .contains("flink-sql-connector-mysql-cdc-")
        .contains("FLINK-38531")
        .contains("Take flink-sql-connector-mysql-cdc out of Flink's lib folder");
  }

  private String withTheConnectorFirst(String source) throws Exception {
    Configuration options = SourceRun.options(SourceType.MYSQL, server, directory);
    Path connector =
        Path.of(MySqlSource.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-cp",
            connector + File.pathSeparator + System.getProperty("java.class.path"),
            BulkTransaction.class.getName(),
            server.jdbcUrl(""),
            server.host(),
            String.valueOf(server.port()),
            server.username(),
            options.get(SourceOptions.PASSWORD),
            source));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
