package dev.millrace.cdc.mysql;

import dev.millrace.cdc.LogWatch;
import dev.millrace.change.SourcePosition;
import io.debezium.connector.mysql.MySqlConnection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.cdc.connectors.mysql.debezium.DebeziumUtils;
import org.apache.flink.cdc.connectors.mysql.source.config.MySqlSourceConfig;
import org.apache.flink.cdc.connectors.mysql.source.offset.BinlogOffset;
import org.apache.flink.metrics.MetricGroup;

/** Looks at the binlog's files and how long they are; see {@link LogWatch}. */
public final class BinlogWatch extends LogWatch {

  private final MySqlSourceConfig config;

  public BinlogWatch(MetricGroup operator, MySqlSourceConfig config) {
    super(operator, config.getMySqlConnectorConfig().getHeartbeatInterval());
    this.config = config;
  }

  /** {@link #readTo}, but where the position names no place, as yet. */
  public void readTo(BinlogOffset position) {
    if (position.getFilename() != null && !position.getFilename().isEmpty()) {
      readTo(SourcePosition.binlog(position.getFilename(), position.getPosition(), 0));
    }
  }

  @Override
  protected void look() throws SQLException {
    Map<String, Long> files = new LinkedHashMap<>();
    try (MySqlConnection connection = DebeziumUtils.createMySqlConnection(config)) {
      connection.query(
          "SHOW BINARY LOGS",
          rows -> {
            while (rows.next()) {
              files.put(rows.getString(1), rows.getLong(2));
            }
          });
    }
    String last = "";
    for (String file : files.keySet()) {
      last = file;
    }
    found(SourcePosition.binlog(last, files.getOrDefault(last, 0L), 0), bytes(files, read()));
  }

  /** From a position to the end, through files in their order; -1 when they do not have it. */
  static long bytes(Map<String, Long> files, SourcePosition from) {
    if (from == null || !files.containsKey(from.file())) {
      return -1;
    }
    long bytes = -from.offset();
    boolean behind = false;
    for (Map.Entry<String, Long> file : files.entrySet()) {
      behind |= file.getKey().equals(from.file());
      bytes += behind ? file.getValue() : 0;
    }
    return Math.max(0, bytes);
  }
}
