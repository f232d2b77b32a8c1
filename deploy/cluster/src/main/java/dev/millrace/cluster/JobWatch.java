package dev.millrace.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;

/** Waits for what a job does, by what Flink's REST API tells of it. */
final class JobWatch {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long POLL_MILLIS = 200;

  private final FlinkRest flink;
  private final String job;

  JobWatch(FlinkRest flink, String job) {
    this.flink = flink;
    this.job = job;
  }

  /** The only job there is, waiting for it. */
  static JobWatch onlyJob(FlinkRest flink) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return new JobWatch(flink, flink.onlyJob());
      } catch (IOException notYet) {
        if (System.nanoTime() > deadline) {
          throw notYet;
        }
        Thread.sleep(POLL_MILLIS);
      }
    }
  }

  String id() {
    return job;
  }

  /** The job as it is once the condition holds. */
  JobView await(String what, Predicate<JobView> condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String last = "nothing";
    while (System.nanoTime() < deadline) {
      try {
        JobView view = flink.job(job);
        if (condition.test(view)) {
          return view;
        }
        last = view.toString();
        if (view.isOver()) {
          break;
        }
      } catch (IOException away) {
        last = away.toString();
      }
      Thread.sleep(POLL_MILLIS);
    }
    throw new IllegalStateException("waited for: " + what + "; found " + last);
  }

  /**
   * Fails when the job has ended.
   *
   * @throws IllegalStateException when it has
   */
  void demandRunning() throws IOException, InterruptedException {
    JobView view = flink.job(job);
    if (view.isOver()) {
      throw new IllegalStateException("the job has ended: " + view);
    }
  }
}
