package dev.millrace.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.javalin.http.ContentType;
import io.javalin.http.sse.SseClient;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The demo in a browser: one page, which the state is sent to as it changes. */
final class LivePage implements LiveView, AutoCloseable {

  private static final int USUAL_PORT = 8080;
  private static final int LAST_PORT = 8180;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Queue<SseClient> clients = new ConcurrentLinkedQueue<>();
  private final Javalin server;
  private volatile String last = "{}";

  LivePage() {
    server = start(resource("page.html"), USUAL_PORT);
  }

  /** At this port, or the next one that is free. */
  private Javalin start(String page, int port) {
    try {
      return Javalin.create(config -> config.showJavalinBanner = false)
          .get("/", context -> context.contentType(ContentType.TEXT_HTML).result(page))
          .sse("/live", this::join)
          .start("localhost", port);
    } catch (JavalinBindException taken) {
      if (port == LAST_PORT) {
        throw taken;
      }
      return start(page, port + 1);
    }
  }

  private void join(SseClient client) {
    client.keepAlive();
    client.onClose(() -> clients.remove(client));
    client.sendEvent(last);
    clients.add(client);
  }

  String url() {
    return "http://localhost:" + server.port();
  }

  @Override
  public void show(LiveState state) {
    try {
      last = JSON.writeValueAsString(state);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
    clients.forEach(client -> client.sendEvent(last));
  }

  private static String resource(String name) {
    try (InputStream in = LivePage.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    clients.forEach(SseClient::close);
    server.stop();
  }
}
