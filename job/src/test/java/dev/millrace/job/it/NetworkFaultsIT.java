package dev.millrace.job.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.job.config.ConfigException;
import dev.millrace.job.config.JobConfig;
import dev.millrace.job.it.FaultyNetwork.Fault;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Connections that are cut, that stay open and deliver nothing, and that are slow: between the job
 * and its database, and between the job and the CRM. Whatever it was, the job goes on by itself.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
abstract class NetworkFaultsIT extends JobFixture {

  /** What lets this database's reader notice a lost connection within seconds. */
  abstract Map<String, String> impatience();

  /** Of four statements that change all rows: what the server sends until about there. */
  abstract long bytesIntoTheThirdStatement();

  private FaultyNetwork toDatabase;
  private FaultyNetwork toCrm;

  @BeforeEach
  void startNetworks() throws IOException {
    toDatabase = new FaultyNetwork(server.host(), server.port());
    toCrm = new FaultyNetwork("127.0.0.1", crm.port());
  }

  @AfterEach
  void stopNetworks() throws IOException {
    toDatabase.close();
    toCrm.close();
  }

  /** With patience for seconds, where the defaults have minutes. */
  private JobConfig throughTheNetworks() throws ConfigException {
    Map<String, String> options = new TreeMap<>(impatience());
    options.put("source.hostname", toDatabase.host());
    options.put("source.port", String.valueOf(toDatabase.port()));
    options.put("source.read.timeout", "2 s");
    options.put("source.connect.timeout", "2 s");
    options.put("sink.base-url", "http://" + toCrm.host() + ":" + toCrm.port());
    options.put("sink.request-timeout", "1 s");
    return config(
        "delivery: {retry.initial-backoff: 50 ms, retry.max-backoff: 200 ms}\n",
        options.entrySet().stream()
            .flatMap(option -> Stream.of("--" + option.getKey(), option.getValue()))
            .toArray(String[]::new));
  }

  @Test
  void toTheDatabaseWhileTheLogIsRead() throws Exception {
    shop.change(1_000);
    cluster.run(throughTheNetworks());
    awaitSame("snapshot");
    cluster.awaitCheckpoint();

    toDatabase.slow(Duration.ofMillis(20));
    shop.change(300);
    awaitSame("over a slow network");
    toDatabase.slow(Duration.ZERO);
    assertThat(cluster.attempts()).as("restarts for a slow network").containsOnly(0);

    for (Fault fault : Fault.values()) {
      changeUntil(toDatabase.after(20_000, fault));
      awaitSame("after " + fault);
      cluster.awaitCheckpoint();
    }

    toDatabase.losing(true);
    int connections = toDatabase.taken();
    changeUntil(toDatabase.after(20_000, Fault.LOSE));
    awaitConnections(toDatabase, connections + 3);
    toDatabase.losing(false);
    awaitSame("after new connections were lost too");
    assertNothingWentWrong();
  }

  @Test
  void toTheDatabaseInTheMiddleOfATransaction() throws Exception {
    shop.change(1_000);
    cluster.run(throughTheNetworks());
    awaitSame("snapshot");
    cluster.awaitCheckpoint();

    for (Fault fault : Fault.values()) {
      CompletableFuture<Void> struck = toDatabase.after(bytesIntoTheThirdStatement(), fault);
      changeAllInOneTransaction();
      struck.get();
      awaitSame("after " + fault);
      cluster.awaitCheckpoint();
    }
    assertNothingWentWrong();
  }

  @Test
  void toTheDatabaseInTheSnapshot() throws Exception {
    shop.change(2_000);
    CompletableFuture<Void> struck = toDatabase.after(100_000, Fault.LOSE);
    cluster.run(throughTheNetworks());
    struck.get();
    awaitSame("snapshot");
    shop.change(300);
    awaitSame("log");
    assertThat(crm.stats().violations().total()).isZero();
  }

  @Test
  void toTheCrm() throws Exception {
    shop.change(1_000);
    cluster.run(throughTheNetworks());
    awaitSame("snapshot");
    cluster.awaitCheckpoint();

    toCrm.slow(Duration.ofMillis(20));
    shop.change(300);
    awaitSame("over a slow network");
    toCrm.slow(Duration.ZERO);

    for (Fault fault : Fault.values()) {
      changeUntil(toCrm.after(5_000, fault));
      awaitSame("after " + fault);
    }

    toCrm.losing(true);
    int connections = toCrm.taken();
    changeUntil(toCrm.after(5_000, Fault.LOSE));
    awaitConnections(toCrm, connections + 3);
    toCrm.losing(false);
    awaitSame("after new connections were lost too");
    assertThat(cluster.attempts()).as("restarts").containsOnly(0);
    assertNothingWentWrong();
  }

  private void assertNothingWentWrong() {
    assertNoRecordGoesBack(crm.versions("contacts"));
    assertThat(crm.stats().violations().total()).isZero();
  }

  private void changeUntil(CompletableFuture<Void> struck) throws SQLException {
    do {
      shop.change(100);
    } while (!struck.isDone());
    shop.change(100);
  }

  private void changeAllInOneTransaction() throws SQLException {
    try (Connection connection = server.connect("shop");
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (int i = 0; i < 4; i++) {
        statement.execute(
            "UPDATE " + shop.table() + " SET visits = visits + 1, version = version + 1");
      }
      connection.commit();
    }
  }

  private void awaitConnections(FaultyNetwork network, int count) {
    Await.until(
        count + " connections",
        () -> {
          cluster.requireUnfinished();
          return network.taken() >= count ? "" : "only " + network.taken();
        });
  }
}
