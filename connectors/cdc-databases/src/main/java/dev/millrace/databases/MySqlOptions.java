package dev.millrace.databases;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings of a {@link MySqlServer}: those of {@code my.cnf}, which go to {@code mysqld} as {@code
 * --name=value}. Immutable.
 *
 * @param settings laid over the server's own defaults, in order
 */
public record MySqlOptions(Map<String, String> settings) {

  public MySqlOptions {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /** ROW binlog with full row images and GTIDs; the rest as MySQL ships it. */
  public static MySqlOptions defaults() {
    return new MySqlOptions(Map.of("server-id", "1", "log-bin", "binlog", "binlog-format", "ROW"))
        .rowImage("FULL")
        .gtid(true);
  }

  public MySqlOptions gtid(boolean on) {
    String value = on ? "ON" : "OFF";
    return set("gtid-mode", value).set("enforce-gtid-consistency", value);
  }

  /** {@code FULL}, {@code MINIMAL} or {@code NOBLOB}. */
  public MySqlOptions rowImage(String image) {
    return set("binlog-row-image", image);
  }

  /** {@code ROW}, {@code STATEMENT} or {@code MIXED}. */
  public MySqlOptions binlogFormat(String format) {
    return set("binlog-format", format);
  }

  public MySqlOptions set(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.put(name, value);
    return new MySqlOptions(all);
  }
}
