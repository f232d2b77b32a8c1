package dev.millrace.job.it;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** An address that takes dead letters, or fails. */
final class LetterBox implements AutoCloseable {

  final Queue<String> accepted = new ConcurrentLinkedQueue<>();
  final AtomicInteger posts = new AtomicInteger();

  /** Answers every post with 503. */
  volatile boolean failing;

  private final HttpServer server;

  LetterBox() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/letters",
        exchange -> {
          String letter =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          boolean fails = failing;
          if (!fails) {
            accepted.add(letter);
          }
          posts.incrementAndGet();
          exchange.sendResponseHeaders(fails ? 503 : 204, -1);
          exchange.close();
        });
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/letters?from=millrace";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
