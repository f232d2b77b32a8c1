package dev.millrace.cdc.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cdc.ChangeSource;
import dev.millrace.cdc.SourceOptions;
import dev.millrace.cdc.SourceType;
import dev.millrace.change.ChangeEvent;
import dev.millrace.change.TableId;
import dev.millrace.change.flink.HandedOnTypeInfo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.cdc.connectors.mysql.source.config.MySqlSourceConfig;
import org.apache.flink.cdc.connectors.mysql.source.config.MySqlSourceConfigFactory;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MySqlChangeSourceTest {

  private static final String PASSWORD = "s3cret-of-a-test";
  private static final List<TableId> TABLES =
      List.of(TableId.parse("shop.customers"), TableId.parse("shop.old-orders"));

  @TempDir private Path directory;
  private Path passwordFile;
  private final Configuration options = new Configuration();

  @BeforeEach
  void configure() throws Exception {
    passwordFile = directory.resolve("password");
    Files.writeString(passwordFile, PASSWORD + "\n");
    options.set(SourceOptions.TYPE, SourceType.MYSQL);
    options.set(SourceOptions.HOSTNAME, "db.example.com");
    options.set(SourceOptions.USERNAME, "reader");
    options.set(SourceOptions.PASSWORD, "${file:" + passwordFile + "}");
  }

  @Test
  void thePasswordIsReadWhereItIsUsedAndTravelsNowhere() throws Exception {
    Files.delete(passwordFile);
    Source<ChangeEvent, ?, ?> source = ChangeSource.create(options, TABLES);
    assertThat(source.getBoundedness()).isEqualTo(Boundedness.CONTINUOUS_UNBOUNDED);

    Files.writeString(passwordFile, PASSWORD);
    MySqlSourceConfigFactory factory = MySqlChangeSource.configFactory(options, TABLES);
    assertThat(factory.createConfig(0).getPassword()).isEqualTo(PASSWORD);
    for (Object travels : List.of(source, factory)) {
      byte[] serialized = InstantiationUtil.serializeObject(travels);
      assertThat(new String(serialized, StandardCharsets.ISO_8859_1))
          .contains("db.example.com")
          .doesNotContain(PASSWORD);
    }

    Files.writeString(passwordFile, "rotated");
    assertThat(factory.createConfig(0).getPassword()).isEqualTo("rotated");
  }

  @Test
  void setsWhatKeepsValuesWholeAndLatencyLow() {
    options.set(SourceOptions.DEBEZIUM, Map.of("max.queue.size", "16384"));
    MySqlSourceConfig config = MySqlChangeSource.configFactory(options, TABLES).createConfig(3);
    assertThat(config.getDbzProperties())
        .containsEntry("poll.interval.ms", "2")
        .containsEntry("max.queue.size", "16384")
        .containsEntry("decimal.handling.mode", "precise")
        .containsEntry("bigint.unsigned.handling.mode", "precise")
        .containsEntry("time.precision.mode", "adaptive_time_microseconds")
        .containsEntry("column.propagate.source.type", ".*");
    assertThat(config.getJdbcProperties())
        .containsEntry("queryInterceptors", BinaryLogStatusInterceptor.class.getName())
        .containsEntry("forceConnectionTimeZoneToSession", "true");
    assertThat(config.getDatabaseList()).containsExactly("shop");
    assertThat(config.getTableList()).containsExactly("shop\\.customers", "shop\\.old\\-orders");
    assertThat(config.getPort()).isEqualTo(3306);
    assertThat(config.isIncludeSchemaChanges()).isFalse();
    assertThat(config.isScanNewlyAddedTableEnabled()).isTrue();
    assertThat(config.getServerTimeZone()).isEqualTo("+00:00");
    assertThat(config.getServerIdRange().getNumberOfServerIds()).isEqualTo(1024);
  }

  @Test
  void keepsAServersTimeZoneWhereOneIsGiven() {
    options.set(SourceOptions.SERVER_TIME_ZONE, "Europe/Berlin");
    options.set(SourceOptions.POLL_INTERVAL, Duration.ofNanos(1));
    MySqlSourceConfig config = MySqlChangeSource.configFactory(options, TABLES).createConfig(0);
    assertThat(config.getServerTimeZone()).isEqualTo("Europe/Berlin");
    assertThat(config.getJdbcProperties()).doesNotContainKey("forceConnectionTimeZoneToSession");
    assertThat(config.getDbzProperties()).containsEntry("poll.interval.ms", "1");
  }

  @Test
  void refusesWhatWouldLoseValuesOrSpreadSecrets() {
    for (String name :
        List.of(
            "decimal.handling.mode",
            "converters",
            "database.hostname",
            "database.password",
            "database.ssl.keystore.password",
            "database.access.token")) {
      options.set(SourceOptions.DEBEZIUM, Map.of(name, PASSWORD));
      assertThatThrownBy(() -> ChangeSource.create(options, TABLES))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("source.debezium." + name + " cannot be set")
          .hasMessageNotContaining(PASSWORD);
    }
    options.removeConfig(SourceOptions.DEBEZIUM);
    for (String name :
        List.of("password", "password2", "trustCertificateKeyStorePassword", "sslPwd", "user")) {
      options.set(SourceOptions.JDBC, Map.of(name, PASSWORD));
      assertThatThrownBy(() -> ChangeSource.create(options, TABLES))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("source.jdbc." + name + " cannot be set")
          .hasMessageNotContaining(PASSWORD);
    }
  }

  @Test
  void refusesALiteralPasswordAndAMissingOption() {
    options.set(SourceOptions.PASSWORD, PASSWORD);
    assertThatThrownBy(() -> ChangeSource.create(options, TABLES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(PASSWORD);
    options.removeConfig(SourceOptions.HOSTNAME);
    options.set(SourceOptions.PASSWORD, "${env:X}");
    assertThatThrownBy(() -> ChangeSource.create(options, TABLES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("source.hostname is missing");
    assertThatThrownBy(() -> ChangeSource.create(options, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void itsTypeIsHandedOn() {
    assertThat(((ResultTypeQueryable<?>) ChangeSource.create(options, TABLES)).getProducedType())
        .isEqualTo(HandedOnTypeInfo.of(ChangeEvent.class));
  }
}
