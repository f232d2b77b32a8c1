package dev.millrace.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Flink's REST API, as far as a rehearsal needs it. */
final class FlinkRest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final String BOUNDARY = "millrace-rehearsal";

  private final HttpClient client = HttpClient.newHttpClient();
  private final String address;

  FlinkRest(String address) {
    this.address = address;
  }

  String address() {
    return address;
  }

  /** State of a job and of each of its tasks, and what checkpoints it has. */
  JobView job(String id) throws IOException, InterruptedException {
    JsonNode job = get("/jobs/" + id);
    JobView view = new JobView(job.path("state").asText(), get("/jobs/" + id + "/checkpoints"));
    for (JsonNode vertex : job.path("vertices")) {
      for (JsonNode task :
          get("/jobs/" + id + "/vertices/" + vertex.path("id").asText()).path("subtasks")) {
        view.addTask(
            vertex.path("name").asText(),
            task.path("taskmanager-id").asText(),
            task.path("status").asText());
      }
    }
    return view;
  }

  /** The id of the only job that has not ended; of an application, whose id nobody was told. */
  String onlyJob() throws IOException, InterruptedException {
    for (JsonNode job : get("/jobs/overview").path("jobs")) {
      if (!List.of("FINISHED", "CANCELED", "FAILED").contains(job.path("state").asText())) {
        return job.path("jid").asText();
      }
    }
    throw new IOException("no job is there yet");
  }

  /** The version of the Millrace that a job runs; empty when it says none. */
  String version(String job) throws IOException, InterruptedException {
    return get("/jobs/" + job + "/config")
        .at("/execution-config/user-config/millrace.version")
        .asText();
  }

  /** Uploads a jar and returns its id. */
  String upload(Path jar) throws IOException, InterruptedException {
    BodyPublisher body =
        BodyPublishers.concat(
            BodyPublishers.ofString(
                "--"
                    + BOUNDARY
                    + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\""
                    + jar.getFileName()
                    + "\"\r\nContent-Type: application/x-java-archive\r\n\r\n"),
            BodyPublishers.ofFile(jar),
            BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n"));
    JsonNode answer =
        send(
            request("/jars/upload")
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(body));
    return Path.of(answer.path("filename").asText()).getFileName().toString();
  }

  /** Runs an uploaded jar from a savepoint and returns the job's id. */
  String run(String jar, List<String> arguments, String savepoint)
      throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("savepointPath", savepoint);
    arguments.forEach(body.putArray("programArgsList")::add);
    JsonNode answer =
        send(
            request("/jars/" + jar + "/run")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())));
    return answer.path("jobid").asText();
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path)).timeout(TIMEOUT);
  }

  private JsonNode send(HttpRequest.Builder builder) throws IOException, InterruptedException {
    HttpRequest request = builder.build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(
          request.method() + " " + request.uri() + ": " + answer.statusCode() + answer.body());
    }
    return JSON.readTree(answer.body());
  }
}
