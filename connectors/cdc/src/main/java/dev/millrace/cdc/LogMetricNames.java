package dev.millrace.cdc;

import static dev.millrace.change.flink.Metric.gauge;

import dev.millrace.change.flink.Metric;
import java.util.List;

/**
 * The metrics of an operator {@code source}, in its group {@value #GROUP}. One reader of a source
 * reads the log: its subtask has them.
 */
public final class LogMetricNames {

  public static final String GROUP = "log";

  static final Metric LAG =
      gauge(
          "lagMillis",
          "ms",
          "For how long the database's log has been ahead of what the source has read. 0 below twice `heartbeat.interval`, within which the position of a quiet log moves; -1 while the database cannot be asked.");
  static final Metric UNREAD =
      gauge(
          "unreadBytes",
          "bytes",
          "Log between what was read and its end, other tables' changes included; looked at once a `heartbeat.interval`. -1 while the database cannot be asked.");

  /** Of the slot, which only Postgres has. */
  public static final Metric RETAINED =
      gauge(
          "retainedBytes",
          "bytes",
          "Postgres: WAL that the server keeps because of the slot. -1 while the database cannot be asked. MySQL keeps its binlog by its own settings, for no reader.");

  public static final Metric UNCONFIRMED =
      gauge(
          "unconfirmedBytes",
          "bytes",
          "Postgres: WAL behind the position that the slot was told, which is that of the last checkpoint but three. -1 while the database cannot be asked.");

  private LogMetricNames() {}

  /** All of them. */
  public static List<Metric> all() {
    return List.of(LAG, UNREAD, RETAINED, UNCONFIRMED);
  }
}
