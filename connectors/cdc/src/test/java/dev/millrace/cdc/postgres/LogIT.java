package dev.millrace.cdc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cdc.ChangeSource;
import dev.millrace.cdc.LogCapture;
import dev.millrace.change.ChangeEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the log of a cluster that logs at INFO, and what must not be. */
class LogIT {

  /** In every row: as the key, as text, and beside a number that cannot be converted. */
  private static final String VALUE = "jane-doe-";

  @TempDir Path directory;

  private Postgres postgres;

  @BeforeEach
  void start() throws Exception {
    postgres = new Postgres();
    postgres.run(
        "CREATE TABLE people (name text PRIMARY KEY, score numeric(9, 2))",
        "CREATE TABLE other (id int PRIMARY KEY)",
        "INSERT INTO people SELECT '" + VALUE + "' || g, 'NaN' FROM generate_series(100, 120) g");
  }

  @AfterEach
  void stop() throws Exception {
    postgres.close();
  }

  @Test
  void noRowValueAndNoPasswordAreLoggedAndAnOrderlyStopIsNoFailure() throws Exception {
    try (LogCapture log = new LogCapture(Level.INFO)) {
      Configuration options = postgres.options();
      options.setString("scan.snapshot.chunk-size", "5");
      try (RunningJob job =
          RunningJob.start(ChangeSource.create(options, Postgres.tables("public.people")))) {
        job.next(21);
        postgres.run("INSERT INTO people VALUES ('" + VALUE + "1', 'NaN')");
        assertThat(names(job.next(1))).containsExactly(VALUE + "1");
        postgres.server.kill();
        postgres.server.restart();
        postgres.run("INSERT INTO people VALUES ('" + VALUE + "2', 1.5)");
        job.upTo(change -> change.after().value(0).equals(VALUE + "2"));
        int beforeStop = log.text().length();
        job.stop(directory.toUri().toString());
        assertThat(log.text().substring(beforeStop)).doesNotContain("ERROR", "WARN");
      }
      assertThat(log.text())
          .contains("INFO org.apache.flink")
          .contains("switched from RUNNING to FAILED")
          .doesNotContain(VALUE)
          .doesNotContain(postgres.server.password());
    }
  }

  @Test
  void tablesThatLoseTheirRowsUnnamedAreTold() throws Exception {
    try (LogCapture log = new LogCapture(Level.WARN)) {
      Configuration options = postgres.options();
      options.setString("heartbeat.interval", "200 ms");
      try (RunningJob job =
          RunningJob.start(
              ChangeSource.create(options, Postgres.tables("public.people", "public.other")))) {
        job.next(21);
        postgres.run("TRUNCATE people", "INSERT INTO people VALUES ('after', 1)");
        List<ChangeEvent> after = job.next(1);
        assertThat(names(after)).containsExactly("after");
        assertThat(after.get(0).after().schema().primaryKey()).containsExactly("name");
        postgres.run("DROP TABLE other");
        Await.until(() -> log.of("RowsGone").size() == 2);
        postgres.run("INSERT INTO people VALUES ('still read', 1)");
        assertThat(names(job.next(1))).containsExactly("still read");
      }
      assertThat(log.of("RowsGone")).hasSize(2);
      assertThat(log.of("RowsGone").get(0))
          .contains("Table public.people was truncated")
          .contains("their records stay in the CRM");
      assertThat(log.of("RowsGone").get(1))
          .contains("Table public.other was dropped or taken out of the publication")
          .contains("ALTER PUBLICATION \"millrace\" ADD TABLE \"public\".\"other\"");
    }
  }

  private static List<Object> names(List<ChangeEvent> changes) {
    return changes.stream().map(change -> change.after().value(0)).collect(Collectors.toList());
  }
}
