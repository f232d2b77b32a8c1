package dev.millrace.job.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** The way to a server, by a port of its own, with what happens to connections on the way. */
final class FaultyNetwork implements AutoCloseable {

  /** What happens to connections that are open. */
  enum Fault {
    /** Both ends of all are told, with a reset. */
    CUT,
    /**
     * All deliver nothing any more, in either direction and for ever, and nobody is told: as by a
     * firewall that has lost its table of connections.
     */
    LOSE,
    /** As {@link #LOSE}, but only the one on which the server was sending: one way of several. */
    LOSE_ONE
  }

  private final String host;
  private final int port;
  private final ServerSocket entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicLong answered = new AtomicLong();
  private volatile Plan plan = new Plan(Long.MAX_VALUE, Fault.CUT, new CompletableFuture<>());
  private volatile boolean losing;
  private volatile long delayNanos;

  FaultyNetwork(String host, int port) throws IOException {
    this.host = host;
    this.port = port;
    start("entry", this::take);
  }

  String host() {
    return entry.getInetAddress().getHostAddress();
  }

  int port() {
    return entry.getLocalPort();
  }

  /** Bytes that the server has sent, from the beginning. */
  long answered() {
    return answered.get();
  }

  /** Connections that clients have made, from the beginning. */
  int taken() {
    return taken.get();
  }

  /**
   * What will happen once the server has sent so many bytes more: in the middle of what it was
   * sending then. Done when it has.
   */
  CompletableFuture<Void> after(long bytes, Fault fault) {
    Plan next = new Plan(answered.get() + bytes, fault, new CompletableFuture<>());
    plan = next;
    return next.struck;
  }

  /** Whether new connections are taken and lost at once; open ones are left as they are. */
  void losing(boolean losing) {
    this.losing = losing;
  }

  /** How much later each part of what is sent arrives, in both directions. */
  void slow(Duration delay) {
    delayNanos = delay.toNanos();
  }

  private void take() throws IOException {
    while (true) {
      Socket client = entry.accept();
      Socket server;
      try {
        server = new Socket(host, port);
      } catch (IOException away) {
        reset(client);
        continue;
      }
      Connection connection = new Connection(client, server, losing);
      open.add(connection);
      taken.incrementAndGet();
      start("requests", () -> connection.carry(client, server, false));
      start("answers", () -> connection.carry(server, client, true));
    }
  }

  private void strike(Fault fault, Connection sending) {
    switch (fault) {
      case CUT -> open.forEach(Connection::cut);
      case LOSE -> open.forEach(connection -> connection.lost = true);
      case LOSE_ONE -> sending.lost = true;
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException closed) {
      // Which is what was wanted.
      return;
    }
  }

  private static void start(String name, Carrier work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException closed) {
                // One end is gone, or the network is closed.
                return;
              }
            },
            "network-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Ends every connection and takes no new one. */
  @Override
  public void close() throws IOException {
    entry.close();
    open.forEach(Connection::cut);
  }

  private interface Carrier {
    void run() throws IOException;
  }

  private record Plan(long at, Fault fault, CompletableFuture<Void> struck) {}

  private final class Connection {

    private final Socket client;
    private final Socket server;
    volatile boolean lost;

    Connection(Socket client, Socket server, boolean lost) throws IOException {
      this.client = client;
      this.server = server;
      this.lost = lost;
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
    }

    void carry(Socket from, Socket to, boolean answers) throws IOException {
      byte[] part = new byte[1 << 14];
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      try {
        for (int size = in.read(part); size >= 0; size = in.read(part)) {
          if (lost) {
            continue;
          }
          LockSupport.parkNanos(delayNanos);
          long end = answers ? answered.addAndGet(size) : -1;
          Plan now = plan;
          if (end >= now.at && !now.struck.isDone()) {
            out.write(part, 0, (int) Math.max(0, size - (end - now.at)));
            strike(now.fault, this);
            now.struck.complete(null);
          } else {
            out.write(part, 0, size);
          }
        }
      } finally {
        if (lost) {
          from.close();
        } else {
          // Without a reset: what was carried before has to arrive.
          client.close();
          server.close();
          open.remove(this);
        }
      }
    }

    void cut() {
      open.remove(this);
      reset(client);
      reset(server);
    }
  }
}
