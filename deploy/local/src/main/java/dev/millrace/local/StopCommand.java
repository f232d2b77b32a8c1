package dev.millrace.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.job.command.Millrace;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Stops a run of this machine with a savepoint, through its Flink's REST API. */
@Command(
    name = "stop",
    mixinStandardHelpOptions = true,
    description =
        "Delivers what was read, makes a savepoint and ends the run of a configuration on this"
            + " machine.",
    footer = "Exit codes: 0 stopped, 1 not stopped, 2 no such run.")
final class StopCommand implements Callable<Integer> {

  private static final long POLL_MILLIS = 200;
  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final String ADVICE =
      " Try again once the job runs. Where its database or CRM stays away, Ctrl-C ends the run, and"
          + " the next one goes on from the last checkpoint.";
  private static final Pattern CAUSE = Pattern.compile("(?m)^Caused by: (.+)$");
  private static final Pattern CLASSES =
      Pattern.compile("^(?:[\\w.$]+(?:Exception|Error|Throwable): )+");

  private static final long END_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Which which;

  @Spec private CommandSpec spec;

  /** By what a run is known. */
  private static final class Which {
    @Option(names = "--config", paramLabel = "FILE", description = "The run's configuration.")
    private Path config;

    @Option(
        names = "--state",
        paramLabel = "DIR",
        description = "The run's state directory, where it was started with --state.")
    private Path state;
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    StateDirectory state =
        which.state == null ? StateDirectory.of(which.config) : new StateDirectory(which.state);
    if (!state.isLocked()) {
      err.println("No run keeps its positions in " + state + ".");
      return Millrace.REFUSED;
    }
    try {
      spec.commandLine().getOut().println("Stopped. Savepoint: " + stop(state));
      return Millrace.OK;
    } catch (IOException | IllegalStateException e) {
      err.println("Not stopped: " + e.getMessage());
      return Millrace.FAILED;
    }
  }

  /**
   * Waits until the savepoint is complete and the run has ended.
   *
   * @throws IllegalStateException when Flink could not make the savepoint; the run then goes on
   */
  private Path stop(StateDirectory state) throws IOException, InterruptedException {
    Optional<Path> before = state.newest();
    try {
      String flink = awaitWebUrl(state);
      String job = flink + "/jobs/" + runningJob(flink);
      String body =
          json.createObjectNode()
              .put("drain", false)
              .put("targetDirectory", state.savepoints().toUri().toString())
              .toString();
      String trigger = send(post(job + "/stop", body)).path("request-id").asText();
      await(job + "/savepoints/" + trigger);
    } catch (IOException ended) {
      // A run goes with its job: the answer may not come any more.
      if (state.newest().equals(before)) {
        throw new IllegalStateException("the run's Flink does not answer: " + ended, ended);
      }
    }
    awaitEnd(state);
    return state.newest().orElseThrow();
  }

  private static String awaitWebUrl(StateDirectory state) throws InterruptedException {
    for (long end = System.nanoTime() + START_NANOS; System.nanoTime() < end; pause()) {
      if (state.webUrl().isPresent()) {
        return state.webUrl().get();
      }
    }
    throw new IllegalStateException("the run has not come so far as to start its Flink");
  }

  /** So that the next run finds the directory free. */
  private static void awaitEnd(StateDirectory state) throws InterruptedException {
    for (long end = System.nanoTime() + END_NANOS; System.nanoTime() < end; pause()) {
      if (!state.isLocked()) {
        return;
      }
    }
  }

  /** Waits for a run that has only just been started. */
  private String runningJob(String flink) throws IOException, InterruptedException {
    for (long end = System.nanoTime() + START_NANOS; System.nanoTime() < end; pause()) {
      for (JsonNode job : send(get(flink + "/jobs")).path("jobs")) {
        String id = job.path("id").asText();
        if (job.path("status").asText().equals("RUNNING")
            && allTasksRun(send(get(flink + "/jobs/" + id)))) {
          return id;
        }
      }
    }
    throw new IllegalStateException(
        "no job with all its tasks running is at " + flink + "." + ADVICE);
  }

  /** Flink declines a savepoint while a task is still being initialized. */
  private static boolean allTasksRun(JsonNode job) {
    for (JsonNode vertex : job.path("vertices")) {
      JsonNode tasks = vertex.path("tasks");
      if (tasks.path("RUNNING").asInt() + tasks.path("FINISHED").asInt()
          < vertex.path("parallelism").asInt()) {
        return false;
      }
    }
    return !job.path("vertices").isEmpty();
  }

  private void await(String savepoint) throws IOException, InterruptedException {
    while (true) {
      JsonNode answer = send(get(savepoint));
      if (answer.path("status").path("id").asText().equals("COMPLETED")) {
        JsonNode failure = answer.path("operation").path("failure-cause");
        if (!failure.isMissingNode()) {
          throw new IllegalStateException(
              "the savepoint failed and the job goes on: " + reason(failure) + "." + ADVICE);
        }
        return;
      }
      pause();
    }
  }

  /** The message of the innermost cause, which Flink gives as a printed stack trace only. */
  private static String reason(JsonNode failure) {
    String trace = failure.path("stack-trace").asText();
    String reason =
        trace.isBlank() ? failure.path("class").asText() : trace.lines().findFirst().get();
    Matcher causes = CAUSE.matcher(trace);
    while (causes.find()) {
      reason = causes.group(1);
    }
    return CLASSES.matcher(reason.trim()).replaceFirst("").replaceFirst("\\.$", "");
  }

  /** Flink's REST API has no call that waits. */
  private static void pause() throws InterruptedException {
    new CountDownLatch(1).await(POLL_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static HttpRequest get(String url) {
    return HttpRequest.newBuilder(URI.create(url)).build();
  }

  private static HttpRequest post(String url, String body) {
    return HttpRequest.newBuilder(URI.create(url))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
    return json.readTree(http.send(request, BodyHandlers.ofString()).body());
  }
}
