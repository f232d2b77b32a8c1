package dev.millrace.local;

import dev.millrace.databases.DatabaseServer;
import dev.millrace.local.load.LoadGenerator;
import dev.millrace.local.load.Shop;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.Limits;
import dev.millrace.simulator.Property;
import dev.millrace.simulator.ServiceTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * What a job of the demo's configuration stands between: a real database with load on it, and a CRM
 * simulator.
 */
public final class Surroundings implements AutoCloseable {

  private static final Duration STILLNESS = Duration.ofSeconds(30);
  private static final long POLL_MILLIS = 50;

  private final OpenParts parts = new OpenParts();
  private Shop shop;
  private LoadGenerator load;
  private Arrivals arrivals;
  private CrmSimulator crm;

  /** Fails when what is waited for cannot come any more. */
  @FunctionalInterface
  public interface Hope {
    void demand() throws Exception;
  }

  /**
   * Starts them.
   *
   * @param rows customers that are there before a job, and a tenth as many companies
   */
  public void open(Shop.Kind kind, int rows, Limits limits, ServiceTime serviceTime)
      throws SQLException {
    shop = parts.add(Shop.open(kind));
    load = parts.add(LoadGenerator.seeded(shop, rows, rows / 10));
    arrivals = new Arrivals(load.changes());
    crm =
        parts.add(
            CrmSimulator.builder()
                .limits(limits)
                .serviceTime(serviceTime)
                .history(false)
                .acceptListener(arrivals)
                .define(
                    "contacts",
                    Property.string("ext_id").asUnique(),
                    Property.enumeration("customer_status", "LEAD", "ACTIVE", "PAUSED", "CLOSED"),
                    Property.number("credit"),
                    Property.date("birthday"),
                    Property.string("attributes"),
                    Property.string(Arrivals.CHANGED_AT))
                .define(
                    "companies",
                    Property.string("ext_id").asUnique(),
                    Property.string(Arrivals.CHANGED_AT))
                // Not the demo's: for a configuration of the user's own.
                .define("tickets", Property.string("ext_id").asUnique())
                .start());
  }

  public Shop shop() {
    return shop;
  }

  public LoadGenerator load() {
    return load;
  }

  public CrmSimulator crm() {
    return crm;
  }

  Arrivals arrivals() {
    return arrivals;
  }

  /**
   * Lays over an example configuration where database and CRM are.
   *
   * @param secrets a directory for the files that the settings refer to
   * @return {@code --key=value}
   */
  public List<String> settings(Path secrets) throws IOException {
    DatabaseServer server = shop.server();
    return List.of(
        "--source.hostname=" + server.host(),
        "--source.port=" + server.port(),
        "--source.username=" + server.username(),
        "--source.password=" + secret(secrets, "database", server.password()),
        "--sink.base-url=" + crm.baseUrl(),
        "--sink.token=" + secret(secrets, "token", CrmSimulator.DEFAULT_TOKEN));
  }

  private static String secret(Path directory, String name, String text) throws IOException {
    return "${file:" + Files.writeString(directory.resolve(name), text) + "}";
  }

  /** Counts from now on a record's version that comes after a newer one among the violations. */
  public void watchVersions() {
    crm.watchVersions("contacts", Arrivals.CHANGED_AT);
    crm.watchVersions("companies", Arrivals.CHANGED_AT);
  }

  /**
   * Compares until both sides are equal, or nothing has arrived for half a minute; not while the
   * load runs.
   *
   * @param hope asked again and again
   */
  public Comparison converge(Hope hope, Comparison.Mapped mapped) throws Exception {
    Comparison comparison = Comparison.of(shop, crm, mapped);
    long seen = arrivals.count();
    long still = System.nanoTime();
    while (!comparison.equal() && System.nanoTime() - still < STILLNESS.toNanos()) {
      hope.demand();
      Thread.sleep(POLL_MILLIS);
      if (arrivals.count() != seen) {
        seen = arrivals.count();
        still = System.nanoTime();
      } else {
        comparison = Comparison.of(shop, crm, mapped);
      }
    }
    return comparison;
  }

  @Override
  public void close() {
    parts.close();
  }
}
