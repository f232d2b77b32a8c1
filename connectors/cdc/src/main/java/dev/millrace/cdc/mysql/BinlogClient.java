package dev.millrace.cdc.mysql;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.network.protocol.command.QueryCommand;
import io.debezium.connector.mysql.MySqlConnectorConfig;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.flink.cdc.connectors.mysql.source.config.MySqlSourceConfig;

/**
 * The binlog's client, which ends the reading, and with it the job's attempt, where it cannot go on
 * surely.
 *
 * <p><b>When its connection is lost.</b> Its own way is to connect anew in silence, also where its
 * listener was only held back for a few seconds. With GTIDs the server then tells the transaction
 * that it was in again from its beginning: rows go back in time, and Debezium's positions from
 * there on count the transaction as read ({@code MySqlOffsetContext.startGtid}), so that a failure
 * would lose what is left of it. The job's checkpoint knows better.
 *
 * <p><b>At an event whose rows cannot be read.</b> Flink CDC 3.5 stands still at a compressed
 * transaction, without a word in its logs, and passes over an update that has only a part of a JSON
 * document. Both are settings that a session can have whatever the server's are, so that looking at
 * the server's beforehand does not do.
 */
final class BinlogClient extends BinaryLogClient {

  /** Of the intervals in which the server sends something, if only a heartbeat. */
  private static final int SILENT_INTERVALS = 3;

  /**
   * How long the server lets us not read, which is what we do while the CRM takes nothing. By
   * itself it ends the connection after a minute ({@code net_write_timeout}).
   */
  private static final Duration LONGEST_HOLD = Duration.ofDays(1);

  private volatile Socket socket;
  private volatile boolean ended;

  private BinlogClient(MySqlConnectorConfig config) {
    super(config.hostname(), config.port(), config.username(), config.password());
    setSocketFactory(() -> socket = new Socket());
    registerLifecycleListener(
        new AbstractLifecycleListener() {
          @Override
          public void onEventDeserializationFailure(BinaryLogClient client, Exception failure) {
            if (failure.getCause() instanceof SocketTimeoutException) {
              tellLost(failure);
            }
          }

          @Override
          public void onDisconnect(BinaryLogClient client) {
            if (!ended) {
              tellLost(new EOFException("the server has ended the connection to the binlog"));
            }
          }
        });
  }

  static BinlogClient of(MySqlSourceConfig config) {
    VectorColumns.known();
    return new BinlogClient(config.getMySqlConnectorConfig());
  }

  @Override
  public void setKeepAlive(boolean keepAlive) {
    super.setKeepAlive(false);
  }

  @Override
  public void connect() throws IOException {
    ended = false;
    super.connect();
  }

  @Override
  public void disconnect() throws IOException {
    ended = true;
    super.disconnect();
  }

  @Override
  protected void setupConnection() throws IOException {
    super.setupConnection();
    channel.write(new QueryCommand("SET net_write_timeout = " + LONGEST_HOLD.toSeconds()));
    checkError(channel.read());
    socket.setSoTimeout(Math.toIntExact(SILENT_INTERVALS * getKeepAliveInterval()));
  }

  private void tellLost(Exception failure) {
    for (LifecycleListener listener : getLifecycleListeners()) {
      listener.onCommunicationFailure(this, failure);
    }
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
