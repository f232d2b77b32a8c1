package dev.millrace.crm.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.RequestBody;
import dev.millrace.crm.auth.Authentication;
import dev.millrace.crm.auth.Authorization;
import dev.millrace.crm.delivery.Transport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HttpTransportTest {

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Set<Integer> clientPorts = ConcurrentHashMap.newKeySet();
  private static final int CONNECTIONS = 4;

  private final CountDownLatch never = new CountDownLatch(1);
  private final Tokens tokens = new Tokens();
  private HttpServer server;
  private HttpTransport transport;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    transport = open(Duration.ofSeconds(30));
  }

  @AfterEach
  void stop() {
    transport.close();
    never.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void sendsTheBodyUpToItsLengthAndReadsTheAnswer() throws Exception {
    CrmResponse response = send(post("/echo", "{\"a\":1}"));

    assertThat(response.status()).isEqualTo(207);
    assertThat(response.header("x-hubspot-correlation-id")).isEqualTo("c-1");
    assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo("{\"a\":1}");
    assertThat(requests)
        .containsExactly("POST /base/echo application/json 7 Bearer first {\"a\":1}");
  }

  @Test
  void keepsConnections() throws Exception {
    for (int i = 0; i < 10; i++) {
      send(post("/echo", "x"));
    }

    // A callback may come just before its connection is free again.
    assertThat(clientPorts).hasSizeLessThanOrEqualTo(CONNECTIONS);
  }

  @Test
  void readsAnAnswerWithoutABodyAndOneInGzip() throws Exception {
    assertThat(send(CrmRequest.get("/empty")).body()).isEmpty();
    assertThat(new String(send(CrmRequest.get("/gzip")).body(), StandardCharsets.UTF_8))
        .isEqualTo("squeezed");
  }

  @Test
  void neitherRepeatsNorFollowsByItself() throws Exception {
    assertThat(send(CrmRequest.get("/503")).status()).isEqualTo(503);
    assertThat(send(CrmRequest.get("/429")).status()).isEqualTo(429);
    assertThat(send(CrmRequest.get("/302")).status()).isEqualTo(302);

    assertThat(requests).hasSize(3);
  }

  @Test
  void givesARequestUpAfterItsTime() {
    transport.close();
    transport = open(Duration.ofMillis(200));

    assertThatThrownBy(() -> send(CrmRequest.get("/never")))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void givesAnAnswerUpThatTricklesAndDoesNotEnd() {
    transport.close();
    transport = open(Duration.ofMillis(200));

    assertThatThrownBy(() -> send(CrmRequest.get("/trickle")))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class)
        .hasMessageEndingWith("no whole answer within PT2S");
  }

  @Test
  void givesAnAnswerUpThatIsTooLargeUnpackedAndGoesOn() throws Exception {
    assertThatThrownBy(() -> send(CrmRequest.get("/large")))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class)
        .hasMessageEndingWith("the answer is larger than 64 MB, and so confirms nothing");
    assertThat(send(CrmRequest.get("/empty")).status()).isEqualTo(204);
  }

  @Test
  void isOfNoMoreUseOnceTheClientItselfHasFailed() throws Exception {
    CompletableFuture<Thread> dies = new CompletableFuture<>();
    transport.send(
        CrmRequest.get("/empty"),
        false,
        new Transport.Callback() {
          @Override
          public void onResponse(CrmResponse response) {
            dies.complete(Thread.currentThread());
            throw new NoClassDefFoundError("of the test");
          }

          @Override
          public void onFailure(IOException failure) {}
        });
    dies.get().join();

    // The client finds out by a request.
    assertThatThrownBy(() -> send(CrmRequest.get("/empty")))
        .hasMessageContaining("I/O reactor has been shut down");
    assertThatThrownBy(() -> send(CrmRequest.get("/empty")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the HTTP client has failed; see the log before this");
  }

  @Test
  void failsWhenNobodyListens() {
    server.stop(0);

    assertThatThrownBy(() -> send(CrmRequest.get("/echo")))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void renewsTheAuthorizationThatWasRefused() throws Exception {
    assertThat(send(CrmRequest.get("/401")).status()).isEqualTo(401);
    send(CrmRequest.get("/empty"), true);

    assertThat(tokens.renewed).containsExactly("Bearer first");
    assertThat(requests.get(1)).contains("Bearer second");
  }

  private HttpTransport open(Duration timeout) {
    String base = "http://localhost:" + server.getAddress().getPort() + "/base/";
    return HttpTransport.open(base, tokens, CONNECTIONS, timeout);
  }

  private static CrmRequest post(String path, String text) {
    RequestBody body = new RequestBody(1_000);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    body.write(bytes, 0, bytes.length);
    return CrmRequest.json("POST", path, body);
  }

  private CrmResponse send(CrmRequest request) throws Exception {
    return send(request, false);
  }

  private CrmResponse send(CrmRequest request, boolean renew) throws Exception {
    return sendAsync(request, renew).get();
  }

  private CompletableFuture<CrmResponse> sendAsync(CrmRequest request, boolean renew) {
    CompletableFuture<CrmResponse> answer = new CompletableFuture<>();
    transport.send(
        request,
        renew,
        new Transport.Callback() {
          @Override
          public void onResponse(CrmResponse response) {
            answer.complete(response);
          }

          @Override
          public void onFailure(IOException failure) {
            answer.completeExceptionally(failure);
          }
        });
    return answer;
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().getPath();
    clientPorts.add(exchange.getRemoteAddress().getPort());
    requests.add(
        String.join(
            " ",
            exchange.getRequestMethod(),
            path,
            exchange.getRequestHeaders().getFirst("Content-Type"),
            exchange.getRequestHeaders().getFirst("Content-Length"),
            exchange.getRequestHeaders().getFirst("Authorization"),
            new String(body, StandardCharsets.UTF_8)));
    switch (path.substring("/base/".length())) {
      case "echo" -> {
        exchange.getResponseHeaders().set("X-HubSpot-Correlation-Id", "c-1");
        reply(exchange, 207, body);
      }
      case "empty" -> reply(exchange, 204, new byte[0]);
      case "gzip", "large" -> {
        ByteArrayOutputStream squeezed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(squeezed)) {
          gzip.write(
              path.endsWith("large")
                  ? new byte[BoundedBody.MAX_BYTES + 1]
                  : "squeezed".getBytes(StandardCharsets.UTF_8));
        }
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        reply(exchange, 200, squeezed.toByteArray());
      }
      case "trickle" -> {
        exchange.sendResponseHeaders(200, 0);
        try {
          while (!never.await(10, TimeUnit.MILLISECONDS)) {
            exchange.getResponseBody().write(' ');
            exchange.getResponseBody().flush();
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      case "never" -> {
        try {
          never.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      default -> {
        exchange.getResponseHeaders().set("Location", "/base/echo");
        reply(exchange, Integer.parseInt(path.substring("/base/".length())), new byte[0]);
      }
    }
  }

  private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private static final class Tokens implements Authentication {

    private final Authorization first = Authorization.bearer("first");
    private final Authorization second = Authorization.bearer("second");
    private final List<String> renewed = new CopyOnWriteArrayList<>();

    @Override
    public CompletionStage<Authorization> authorization() {
      return CompletableFuture.completedFuture(renewed.isEmpty() ? first : second);
    }

    @Override
    public CompletionStage<Void> renew(Authorization refused) {
      renewed.add(refused.header());
      return CompletableFuture.completedFuture(null);
    }
  }
}
