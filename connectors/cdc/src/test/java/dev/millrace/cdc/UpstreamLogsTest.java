package dev.millrace.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.Test;

class UpstreamLogsTest {

  @Test
  void lowersWhatAClustersConfigurationLeavesLoud() {
    for (int reading = 0; reading < 2; reading++) {
      // Each capture is a configuration of its own: as when Log4j has read it anew.
      try (LogCapture log = new LogCapture(Level.INFO)) {
        Configurator.setLevel("io.debezium.relational.history", Level.DEBUG);
        assertThat(levels()).doesNotContainEntry("io.debezium", "WARN");

        UpstreamLogs.quiet();

        assertThat(levels()).isEqualTo(UpstreamLogs.levels());
        assertThat(LogManager.getLogger("io.debezium.relational.history.X").getLevel())
            .isEqualTo(Level.WARN);
        assertThat(LogManager.getLogger("com.example").getLevel()).isEqualTo(Level.INFO);
        assertThat(log.text()).isEmpty();
      }
    }
  }

  @Test
  void whatIsWrittenByJavasOwnLoggingIsKeptOutAsWell() {
    java.util.logging.Logger client =
        java.util.logging.Logger.getLogger("com.github.shyiko.mysql.binlog.BinaryLogClient");
    java.util.logging.Logger driver =
        java.util.logging.Logger.getLogger("org.postgresql.core.v3.QueryExecutorImpl");
    java.util.logging.Logger.getLogger("org.postgresql").setLevel(java.util.logging.Level.ALL);

    UpstreamLogs.quiet();

    assertThat(client.isLoggable(java.util.logging.Level.SEVERE)).isFalse();
    assertThat(driver.isLoggable(java.util.logging.Level.CONFIG)).isFalse();
    assertThat(driver.isLoggable(java.util.logging.Level.WARNING)).isTrue();
  }

  private static Map<String, String> levels() {
    return UpstreamLogs.levels().keySet().stream()
        .collect(
            Collectors.toMap(name -> name, name -> LogManager.getLogger(name).getLevel().name()));
  }
}
