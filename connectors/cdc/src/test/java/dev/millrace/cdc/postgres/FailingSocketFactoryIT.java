package dev.millrace.cdc.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cdc.SourceOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;
import org.postgresql.replication.PGReplicationStream;

class FailingSocketFactoryIT {

  /** What Debezium's second try relies on, which makes a connection where there is none. */
  @Test
  @Timeout(120)
  void aConnectionThatIsCutWhenTheReadingOfTheLogHasBegunIsClosed() throws Exception {
    try (Postgres postgres = new Postgres()) {
      postgres.run(
          "CREATE PUBLICATION millrace",
          "SELECT pg_create_logical_replication_slot('millrace', 'pgoutput')");
      Configuration options = postgres.options();
      options.set(
          SourceOptions.JDBC,
          Map.of(
              "replication", "database",
              "preferQueryMode", "simple",
              "assumeMinServerVersion", "9.4"));
      try (Connection connection = PostgresConnections.open(options)) {
        PGReplicationStream log =
            connection
                .unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName("millrace")
                .withSlotOption("proto_version", 1)
                .withSlotOption("publication_names", "millrace")
                .start();
        log.forceUpdateStatus();
        assertThat(connection.isClosed()).isFalse();

        postgres.run("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots");
        assertThatThrownBy(
                () -> {
                  while (true) {
                    log.forceUpdateStatus();
                  }
                })
            .isInstanceOf(SQLException.class);
        assertThat(connection.isClosed()).isTrue();
      }
    }
  }
}
