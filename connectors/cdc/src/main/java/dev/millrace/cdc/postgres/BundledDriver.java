package dev.millrace.cdc.postgres;

import java.net.URL;
import java.security.CodeSource;
import java.util.Objects;
import org.apache.flink.cdc.connectors.postgres.source.PostgresSourceBuilder;
import org.postgresql.Driver;

/**
 * Sees to it that the Postgres driver in use is the one that Flink CDC's jar brings. With a newer
 * one (42.7.14 was tried) the snapshot fails for ever with a bare NullPointerException: it names
 * tables with their database, which Flink CDC 3.5.0 does not expect.
 */
public final class BundledDriver {

  /**
   * @throws IllegalStateException when another driver was loaded, saying from where
   */
  public static void require() {
    require(Driver.class, PostgresSourceBuilder.class);
  }

  static void require(Class<?> driver, Class<?> connector) {
    if (!Objects.equals(origin(driver), origin(connector))) {
      throw new IllegalStateException(
          "the Postgres driver in use comes from "
              + origin(driver)
              + ", but only the one inside "
              + origin(connector)
              + " works with Flink CDC's Postgres source: remove postgresql-*.jar from the class"
              + " path (Flink's lib/ directory, or the dependencies of the job)");
    }
  }

  /** The jar or directory that a class was loaded from, null when nobody knows. */
  public static URL origin(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return source == null ? null : source.getLocation();
  }

  private BundledDriver() {}
}
