package dev.millrace.cdc.mysql;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import io.debezium.connector.mysql.MySqlConnectorConfig;
import org.apache.flink.cdc.connectors.mysql.source.config.MySqlSourceConfig;

/**
 * The binlog's client, which ends the reading at an event whose rows cannot be read. Flink CDC 3.5
 * stands still at a compressed transaction, without a word in its logs, and passes over an update
 * that has only a part of a JSON document. Both are settings that a session can have whatever the
 * server's are, so that looking at the server's beforehand does not do.
 */
final class BinlogClient extends BinaryLogClient {

  private BinlogClient(MySqlConnectorConfig config) {
    super(config.hostname(), config.port(), config.username(), config.password());
  }

  static BinlogClient of(MySqlSourceConfig config) {
    VectorColumns.known();
    return new BinlogClient(config.getMySqlConnectorConfig());
  }

  @Override
  public void setEventDeserializer(EventDeserializer events) {
    refuse(
        events,
        EventType.TRANSACTION_PAYLOAD,
        "a compressed transaction",
        "binlog_transaction_compression = OFF");
    refuse(
        events,
        EventType.PARTIAL_UPDATE_ROWS_EVENT,
        "an update with a part of a JSON document only",
        "binlog_row_value_options = ''");
    super.setEventDeserializer(events);
  }

  private static void refuse(
      EventDeserializer events, EventType type, String found, String setting) {
    events.setEventDataDeserializer(
        type,
        input -> {
          throw new UnreadableEventException(
              "the binlog has "
                  + found
                  + ", which cannot be read. SET PERSIST "
                  + setting
                  + ", let no session set it otherwise, and start anew with a snapshot");
        });
  }
}
