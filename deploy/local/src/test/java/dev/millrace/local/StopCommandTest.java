package dev.millrace.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.job.command.Millrace;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Against a stand-in for Flink's REST API. */
class StopCommandTest {

  private static final String JOB = "0123456789abcdef0123456789abcdef";

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> asked = new ArrayList<>();
  private HttpServer flink;
  private StateDirectory run;
  private String outcome;

  @BeforeEach
  void startARun() throws IOException {
    run = new StateDirectory(folder.resolve("shop.yaml.state"));
    flink = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    flink.createContext("/", this::answer);
    flink.start();
  }

  @AfterEach
  void end() {
    flink.stop(0);
    run.release();
  }

  @Test
  void tellsWhereTheSavepointIsOnceTheRunHasEnded() {
    running();
    outcome =
        "{\"status\":{\"id\":\"COMPLETED\"},\"operation\":{\"location\":\"file:/somewhere\"}}";

    assertThat(stop("--config", folder.resolve("shop.yaml").toString())).isEqualTo(Millrace.OK);

    assertThat(out.toString().trim())
        .isEqualTo("Stopped. Savepoint: " + run.savepoints().resolve("savepoint-1"));
    assertThat(asked)
        .containsExactly(
            "GET /jobs",
            "GET /jobs/" + JOB,
            "GET /jobs",
            "GET /jobs/" + JOB,
            "POST /jobs/" + JOB + "/stop",
            "GET /jobs/" + JOB + "/savepoints/t1");
    assertThat(run.isLocked()).isFalse();
  }

  @Test
  void tellsThatASavepointHasFailed() {
    running();
    outcome =
        """
        {"status": {"id": "COMPLETED"}, "operation": {"failure-cause": {
          "class": "java.util.concurrent.CompletionException",
          "stack-trace": "java.util.concurrent.CompletionException: x.FlinkException: No.\\n\\tat x.Y\\nCaused by: x.FlinkException: No.\\n\\tat x.Y\\nCaused by: x.IOException: The disk is full.\\n\\t... 3 more\\n"}}}
        """;

    assertThat(stop("--state", run.toString())).isEqualTo(Millrace.FAILED);

    assertThat(err.toString().trim())
        .isEqualTo(
            "Not stopped: the savepoint failed and the job goes on: The disk is full. Try again"
                + " once the job runs. Where its database or CRM stays away, Ctrl-C ends the run,"
                + " and the next one goes on from the last checkpoint.");
  }

  @Test
  void tellsThatFlinkDoesNotAnswer() {
    running();
    flink.stop(0);

    assertThat(stop("--state", run.toString())).isEqualTo(Millrace.FAILED);

    assertThat(err.toString()).startsWith("Not stopped: the run's Flink does not answer");
  }

  @Test
  void tellsThatThereIsNoRun() {
    assertThat(stop("--state", run.toString())).isEqualTo(Millrace.REFUSED);
    assertThat(err.toString().trim()).isEqualTo("No run keeps its positions in " + run + ".");
  }

  private void running() {
    run.lock();
    run.running("http://localhost:" + flink.getAddress().getPort());
  }

  private int stop(String... arguments) {
    return new CommandLine(new StopCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private void answer(HttpExchange call) throws IOException {
    String path = call.getRequestURI().getPath();
    asked.add(call.getRequestMethod() + " " + path);
    String body = "{\"jobs\":[{\"id\":\"" + JOB + "\",\"status\":\"RUNNING\"}]}";
    if (path.equals("/jobs/" + JOB)) {
      // The first answer is of a job whose second task is still being initialized.
      long running = asked.stream().filter(("GET " + path)::equals).count();
      body = "{\"vertices\":[{\"parallelism\":2,\"tasks\":{\"RUNNING\":" + running + "}}]}";
    } else if (path.endsWith("/stop")) {
      body = "{\"request-id\":\"t1\"}";
    } else if (path.contains("/savepoints/")) {
      body = outcome;
      if (outcome.contains("location")) {
        Path savepoint = Files.createDirectories(run.savepoints().resolve("savepoint-1"));
        Files.createFile(savepoint.resolve("_metadata"));
        run.release();
      }
    }
    call.sendResponseHeaders(200, body.getBytes(UTF_8).length);
    call.getResponseBody().write(body.getBytes(UTF_8));
    call.close();
  }
}
