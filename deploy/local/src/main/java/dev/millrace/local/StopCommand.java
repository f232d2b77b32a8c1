package dev.millrace.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Stops a run of this machine with a savepoint, through its Flink's REST API. */
final class StopCommand {

  private static final long POLL_MILLIS = 200;
  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final StateDirectory state;
  private final PrintWriter out;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  StopCommand(StateDirectory state, PrintWriter out) {
    this.state = state;
    this.out = out;
  }

  /**
   * Waits until the savepoint is complete.
   *
   * @throws IllegalStateException when no run is there to be stopped, or when Flink could not make
   *     the savepoint; the run then goes on
   */
  void stop() throws IOException, InterruptedException {
    String flink =
        state
            .webUrl()
            .orElseThrow(() -> new IllegalStateException("no run with the state " + state));
    Optional<Path> before = state.newest();
    try {
      String job = flink + "/jobs/" + runningJob(flink);
      String body =
          json.createObjectNode()
              .put("drain", false)
              .put("targetDirectory", state.savepoints().toUri().toString())
              .toString();
      String trigger = send(post(job + "/stop", body)).path("request-id").asText();
      await(job + "/savepoints/" + trigger);
    } catch (ConnectException ended) {
      // A MiniCluster goes with its job: the answer may not come any more.
      if (state.newest().equals(before)) {
        throw new IllegalStateException(
            "no run answers at " + flink + ", and no savepoint is there");
      }
    }
    out.println("Stopped. Savepoint: " + state.newest().orElseThrow());
  }

  /** Waits for a run that has only just been started. */
  private String runningJob(String flink) throws IOException, InterruptedException {
    for (long end = System.nanoTime() + START_NANOS; System.nanoTime() < end; pause()) {
      for (JsonNode job : send(get(flink + "/jobs")).path("jobs")) {
        if (job.path("status").asText().equals("RUNNING")) {
          return job.path("id").asText();
        }
      }
    }
    throw new IllegalStateException("no job is running at " + flink);
  }

  private void await(String savepoint) throws IOException, InterruptedException {
    while (true) {
      JsonNode answer = send(get(savepoint));
      if (answer.path("status").path("id").asText().equals("COMPLETED")) {
        JsonNode failure = answer.path("operation").path("failure-cause");
        if (!failure.isMissingNode()) {
          throw new IllegalStateException(
              "the savepoint failed and the job goes on: " + failure.path("class").asText());
        }
        return;
      }
      pause();
    }
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
