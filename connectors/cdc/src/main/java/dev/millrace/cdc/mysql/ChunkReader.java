package dev.millrace.cdc.mysql;

import io.debezium.connector.base.ChangeEventQueue;
import java.time.Duration;
import java.util.concurrent.Future;
import org.apache.flink.api.common.time.Deadline;
import org.apache.flink.cdc.connectors.mysql.debezium.DebeziumUtils;
import org.apache.flink.cdc.connectors.mysql.debezium.reader.SnapshotSplitReader;
import org.apache.flink.cdc.connectors.mysql.debezium.task.context.StatefulTaskContext;
import org.apache.flink.cdc.connectors.mysql.source.config.MySqlSourceConfig;
import org.apache.flink.cdc.connectors.mysql.source.utils.hooks.SnapshotPhaseHooks;

/**
 * Flink CDC's reader of a chunk, closed once its thread has ended. That thread reads from the
 * binlog what changed in the chunk meanwhile, and its client may wait for room to tell once more
 * that the end is reached, which a reader that is closed never makes.
 */
final class ChunkReader extends SnapshotSplitReader {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  private final StatefulTaskContext context;

  ChunkReader(MySqlSourceConfig config, int subtask) {
    this(
        new StatefulTaskContext(
            config, BinlogClient.of(config), DebeziumUtils.createMySqlConnection(config)),
        subtask);
  }

  private ChunkReader(StatefulTaskContext context, int subtask) {
    super(context, subtask, SnapshotPhaseHooks.empty());
    this.context = context;
  }

  @Override
  public void close() {
    if (reachEnd.get() && !getExecutorService().isShutdown()) {
      awaitThread();
    }
    super.close();
  }

  /** The client goes on telling that the chunk's end is reached, and must find room to. */
  private void awaitThread() {
    Future<?> threadIsFree = getExecutorService().submit(() -> {});
    ChangeEventQueue<?> queue = context.getQueue();
    try {
      Deadline deadline = Deadline.fromNow(LONGEST_WAIT);
      while (!threadIsFree.isDone() && deadline.hasTimeLeft()) {
        queue.poll();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
