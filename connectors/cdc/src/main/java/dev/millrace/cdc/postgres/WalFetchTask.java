package dev.millrace.cdc.postgres;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.cdc.connectors.base.source.meta.split.StreamSplit;
import org.apache.flink.cdc.connectors.base.source.reader.external.FetchTask;
import org.apache.flink.cdc.connectors.postgres.source.fetch.PostgresSourceFetchTaskContext;
import org.apache.flink.cdc.connectors.postgres.source.fetch.PostgresStreamFetchTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reading of the WAL, which can be brought to its end before its connections are closed. */
final class WalFetchTask extends PostgresStreamFetchTask {

  private static final Logger LOG = LoggerFactory.getLogger(WalFetchTask.class);

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long POLL_MILLIS = 5;

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile FetchTask.Context reader;

  WalFetchTask(StreamSplit split) {
    super(split);
  }

  @Override
  public void execute(FetchTask.Context context) throws Exception {
    reader = context;
    try {
      super.execute(context);
    } finally {
      ended.countDown();
    }
  }

  /**
   * Returns when nothing reads for the context any more, or after some seconds. Upstream closes the
   * connection under the reader, which logs that as a failure; and where the reader waits for room
   * in a full queue, upstream waits 30 s for it. What is in the queue is dropped to make room.
   */
  void end(PostgresSourceFetchTaskContext context) throws InterruptedException {
    if (reader != context) {
      return;
    }
    close();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!ended.await(POLL_MILLIS, TimeUnit.MILLISECONDS) && System.nanoTime() < deadline) {
      if (context.getQueue().remainingCapacity() <= 0) {
        dropSome(context);
      }
    }
  }

  private static void dropSome(PostgresSourceFetchTaskContext context) throws InterruptedException {
    try {
      context.getQueue().poll();
    } catch (RuntimeException e) {
      // What the reader failed with, which is told where the queue is read from.
      LOG.debug("The reader of the WAL had failed before it was ended", e);
    }
  }
}
