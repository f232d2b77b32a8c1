package dev.millrace.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How long a command may take before it is taken for one that hangs. */
final class TimeLimit {

  private TimeLimit() {}

  /**
   * What reading a process's output gives. A process that takes longer is ended, with all that it
   * has started and that is still below it.
   *
   * @param command for the message
   * @throws IllegalStateException when it took longer, naming the command
   */
  static String of(Duration limit, String command, Process process, Callable<String> reading)
      throws IOException, InterruptedException {
    FutureTask<String> output = new FutureTask<>(reading);
    Thread reader = new Thread(output, "output of " + process.pid());
    reader.setDaemon(true);
    reader.start();
    try {
      return output.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "after " + limit.toSeconds() + " s it has not ended, and was: " + command, e);
    } catch (ExecutionException e) {
      throw new IOException(command + ": " + e.getCause().getMessage(), e.getCause());
    } finally {
      if (!output.isDone()) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }
}
