package dev.millrace.crm.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.flink.util.concurrent.ExecutorThreadFactory;
import org.apache.hc.core5.concurrent.FutureCallback;

/** Ends requests that are not over in time, though a part of the answer comes now and then. */
final class Deadlines implements AutoCloseable {

  private final Duration longest;
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, new ExecutorThreadFactory("millrace-http-deadlines"));

  Deadlines(Duration longest) {
    this.longest = longest;
    thread.setRemoveOnCancelPolicy(true);
  }

  /**
   * Makes a request.
   *
   * @param request makes it, with what it is to call back
   * @param answered told what became of it; of one that was cut off, that it failed
   */
  <T> void run(Function<FutureCallback<T>, Future<T>> request, FutureCallback<T> answered) {
    Ended<T> ended = new Ended<>(answered);
    Future<T> running = request.apply(ended);
    ended.at(
        thread.schedule(() -> running.cancel(true), longest.toMillis(), TimeUnit.MILLISECONDS));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  /** With the request its deadline is over. */
  private final class Ended<T> implements FutureCallback<T> {

    private final FutureCallback<T> answered;
    private Future<?> deadline;
    private boolean over;

    Ended(FutureCallback<T> answered) {
      this.answered = answered;
    }

    synchronized void at(Future<?> deadline) {
      this.deadline = deadline;
      if (over) {
        deadline.cancel(false);
      }
    }

    private synchronized void isOver() {
      over = true;
      if (deadline != null) {
        deadline.cancel(false);
      }
    }

    @Override
    public void completed(T answer) {
      isOver();
      answered.completed(answer);
    }

    @Override
    public void failed(Exception failure) {
      isOver();
      answered.failed(failure);
    }

    @Override
    public void cancelled() {
      isOver();
      answered.failed(new IOException("no whole answer within " + longest));
    }
  }
}
