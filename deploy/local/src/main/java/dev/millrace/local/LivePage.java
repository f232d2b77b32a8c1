package dev.millrace.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.local.LiveState.Point;
import io.javalin.Javalin;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.UnauthorizedResponse;
import io.javalin.http.sse.SseClient;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The demo in a browser: one page, which the state is sent to as it changes. It takes connections
 * of this machine only, and answers only who calls it by a name of this machine, so that no page of
 * another site can read it; nothing of it is kept by a browser.
 */
final class LivePage implements LiveView, AutoCloseable {

  private static final int USUAL_PORT = 8080;

  /** Where it looks for a free one else: 8081 is Flink's, a cluster on this machine may have it. */
  private static final int FIRST_OTHER_PORT = 8180;

  private static final int LAST_PORT = 8279;

  /** Ten minutes. */
  private static final int POINTS = 600;

  private static final Map<String, ContentType> FILES =
      Map.of(
          "page.css", ContentType.TEXT_CSS,
          "page.js", ContentType.TEXT_JS,
          "theme.js", ContentType.TEXT_JS,
          "dom.js", ContentType.TEXT_JS,
          "charts.js", ContentType.TEXT_JS,
          "changes.js", ContentType.TEXT_JS,
          "uplot/uPlot.iife.min.js", ContentType.TEXT_JS,
          "uplot/uPlot.min.css", ContentType.TEXT_CSS,
          "uplot/LICENSE", ContentType.TEXT_PLAIN);

  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final DeadLetterBox deadLetters;
  private final String token = UUID.randomUUID().toString();
  private final Javalin server;

  /** Sends, so that a browser that is slow to read holds up nobody else. */
  private final ExecutorService sender =
      Executors.newSingleThreadExecutor(
          runnable -> {
            Thread thread = new Thread(runnable, "live-page");
            thread.setDaemon(true);
            return thread;
          });

  // Used by the sender only.
  private final List<SseClient> clients = new ArrayList<>();
  private final Deque<Point> points = new ArrayDeque<>();
  private LiveState last;

  /**
   * @param deadLetters where those go that the job posts to the page
   */
  LivePage(DeadLetterBox deadLetters) {
    this(deadLetters, USUAL_PORT);
  }

  /**
   * @param port where it is tried first
   */
  LivePage(DeadLetterBox deadLetters, int port) {
    this.deadLetters = deadLetters;
    server = start(port);
  }

  private Javalin start(int port) {
    try {
      Javalin javalin = Javalin.create(config -> config.showJavalinBanner = false);
      javalin.before(LivePage::protect);
      javalin.get("/", context -> send(context, "page.html", ContentType.TEXT_HTML));
      FILES.forEach((name, type) -> javalin.get("/" + name, context -> send(context, name, type)));
      javalin.post("/dead-letters", this::take);
      return javalin.sse("/live", this::join).start("localhost", port);
    } catch (JavalinBindException taken) {
      if (port == LAST_PORT) {
        throw taken;
      }
      return start(Math.max(FIRST_OTHER_PORT, port + 1));
    }
  }

  private static void protect(Context context) {
    String host = context.host();
    if (host == null || !NAMES.contains(host.replaceFirst(":\\d+$", ""))) {
      throw new ForbiddenResponse("Call this page by localhost: it is for this machine only.");
    }
    context
        .header("Cache-Control", "no-store")
        .header(
            "Content-Security-Policy", "default-src 'self'; img-src data:; frame-ancestors 'none'")
        .header("Referrer-Policy", "no-referrer")
        .header("X-Content-Type-Options", "nosniff");
  }

  private static void send(Context context, String name, ContentType type) throws IOException {
    try (InputStream in = LivePage.class.getResourceAsStream("page/" + name)) {
      context.contentType(type).result(in.readAllBytes());
    }
  }

  private void take(Context context) {
    if (!("Bearer " + token).equals(context.header("Authorization"))) {
      throw new UnauthorizedResponse();
    }
    deadLetters.add(context.body());
  }

  private void join(SseClient client) {
    client.keepAlive();
    client.onClose(() -> sender.execute(() -> clients.remove(client)));
    sender.execute(
        () -> {
          client.sendEvent("history", json(List.copyOf(points)));
          if (last != null) {
            client.sendEvent("state", json(last));
          }
          clients.add(client);
        });
  }

  String url() {
    return "http://localhost:" + server.port();
  }

  /** Where the job may post its dead letters. */
  URI deadLettersUrl() {
    return URI.create(url() + "/dead-letters");
  }

  /** The bearer token that it needs for that. */
  String token() {
    return token;
  }

  @Override
  public void show(LiveState state) {
    sender.execute(
        () -> {
          last = state;
          points.addLast(state.point());
          if (points.size() > POINTS) {
            points.removeFirst();
          }
          String json = json(state);
          List.copyOf(clients).forEach(client -> client.sendEvent("state", json));
        });
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    sender.shutdownNow();
    server.stop();
  }
}
