package dev.millrace.cdc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.connector.postgresql.connection.Lsn;
import io.debezium.connector.postgresql.connection.ReplicationMessage;
import io.debezium.connector.postgresql.connection.ReplicationMessage.Operation;
import io.debezium.connector.postgresql.connection.WalPositionLocator;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.apache.flink.cdc.connectors.base.source.meta.split.StreamSplit;
import org.apache.flink.cdc.connectors.postgres.source.offset.PostgresOffset;
import org.junit.jupiter.api.Test;

/** Where Debezium goes on from a stored position. */
class NextTransactionTest {

  /** The next transaction begins where the last one ended, at 100. */
  private static final List<Object[]> WAL =
      List.of(
          new Object[] {100L, Operation.BEGIN},
          new Object[] {100L, Operation.INSERT},
          new Object[] {140L, Operation.INSERT},
          new Object[] {180L, Operation.COMMIT});

  @Test
  void theFirstChangeOfTheNextTransactionIsRead() {
    StreamSplit stored = split(Map.of("lsn", "100", "lsn_proc", "100", "lsn_commit", "100"));
    assertThat(start(stored)).as("what Debezium does by itself").isEqualTo(140);
    assertThat(start(NextTransaction.wholeFrom(stored))).isEqualTo(100);
  }

  @Test
  void aPositionWithinATransactionIsGoneOnFrom() {
    StreamSplit stored = split(Map.of("lsn", "140", "lsn_proc", "140", "lsn_commit", "100"));
    assertThat(start(NextTransaction.wholeFrom(stored))).isEqualTo(180);
  }

  @Test
  void aPositionBeforeAnyTransactionStays() {
    StreamSplit stored = split(Map.of("lsn", "100"));
    assertThat(NextTransaction.wholeFrom(stored)).isSameAs(stored);
  }

  private static long start(StreamSplit split) {
    Map<String, String> offset = split.getStartingOffset().getOffset();
    WalPositionLocator locator =
        new WalPositionLocator(lsn(offset.get("lsn_commit")), lsn(offset.get("lsn_proc")));
    return WAL.stream()
        .map(at -> locator.resumeFromLsn(Lsn.valueOf((Long) at[0]), message((Operation) at[1])))
        .filter(found -> found.isPresent())
        .findFirst()
        .orElseThrow()
        .orElseThrow()
        .asLong();
  }

  private static Lsn lsn(String text) {
    return Lsn.valueOf(Long.valueOf(text));
  }

  private static ReplicationMessage message(Operation operation) {
    return (ReplicationMessage)
        Proxy.newProxyInstance(
            ReplicationMessage.class.getClassLoader(),
            new Class<?>[] {ReplicationMessage.class},
            (proxy, method, arguments) ->
                method.getName().equals("getOperation") ? operation : null);
  }

  private static StreamSplit split(Map<String, String> offset) {
    return new StreamSplit(
        "stream-split",
        PostgresOffset.of(offset),
        PostgresOffset.NO_STOPPING_OFFSET,
        List.of(),
        Map.of(),
        0,
        false,
        true);
  }
}
