package dev.millrace.databases;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings of a {@link PostgresServer}: those of {@code postgresql.conf}, which go to {@code
 * postgres} as {@code -c name=value}. Immutable.
 *
 * @param settings laid over the server's own defaults, in order
 */
public record PostgresOptions(Map<String, String> settings) {

  public PostgresOptions {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /**
   * Logical decoding on, and commits that wait for the WAL: without {@code synchronous_commit} the
   * WAL reaches a reader only every {@code wal_writer_delay} (200 ms).
   */
  public static PostgresOptions defaults() {
    return new PostgresOptions(Map.of())
        .walLevel("logical")
        .set("max_wal_senders", "20")
        .set("max_replication_slots", "20")
        .set("synchronous_commit", "on");
  }

  /** {@code logical}, {@code replica} or {@code minimal}. */
  public PostgresOptions walLevel(String level) {
    return set("wal_level", level);
  }

  public PostgresOptions set(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.put(name, value);
    return new PostgresOptions(all);
  }
}
