package dev.millrace.crm.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The server of {@link LineCrmFactory}'s CRM: keeps the last value of each id. */
final class LineServer implements AutoCloseable {

  final Map<String, String> values = new ConcurrentHashMap<>();
  final AtomicInteger requests = new AtomicInteger();
  final AtomicInteger lines = new AtomicInteger();

  /** Answers every request with this status; only 200 stores anything. */
  volatile int status = 200;

  /** Holds every answer back until it is open. */
  volatile CountDownLatch gate = new CountDownLatch(0);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private int port;

  LineServer() {
    start();
  }

  String baseUrl() {
    return "http://localhost:" + port;
  }

  /** Starts on the port it had. */
  void start() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/lines", this::answer);
    server.start();
    port = server.getAddress().getPort();
  }

  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.incrementAndGet();
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    int answer = status;
    if (answer == 200) {
      for (String line : body.lines().toList()) {
        int equals = line.indexOf('=');
        values.put(line.substring(0, equals), line.substring(equals + 1));
        lines.incrementAndGet();
      }
    }
    exchange.getResponseHeaders().set("X-Correlation", "corr-7");
    exchange.sendResponseHeaders(answer, -1);
    exchange.close();
  }

  @Override
  public void close() {
    gate.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
