package dev.millrace.databases;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * One server process with its temporary directory. Both end with {@link #close()}, with a JVM that
 * exits, and, by a guard process that waits for this JVM to go, with a JVM that is killed.
 */
final class ServerProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 20;
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private final String name;
  private final Path home;
  private final Process guard;
  private final Thread atExit = new Thread(this::end, "stop-server");
  private Process process;

  /** Makes the temporary directory; nothing runs yet. */
  ServerProcess(String name) {
    this.name = name;
    try {
      this.home =
          Files.createTempDirectory("millrace-" + name + "-" + ProcessHandle.current().pid() + "-");
      this.guard = startGuard();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** The temporary directory; the server's data belongs into a directory of its own below. */
  Path home() {
    return home;
  }

  /**
   * The guard reads a pipe that this JVM holds open. When the JVM dies, however it dies, the pipe
   * ends and the guard ends the server.
   */
  private Process startGuard() throws IOException {
    String script =
        "trap '' INT TERM HUP; cat >/dev/null; "
            + "[ -f \"$0/pid\" ] && kill -9 \"$(cat \"$0/pid\")\" 2>/dev/null; "
            + "for i in 1 2 3 4 5; do rm -rf \"$0\" 2>/dev/null && break; sleep 1; done";
    return new ProcessBuilder("sh", "-c", script, home.toString())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Starts the server and waits until it is ready, or fails with the end of its log. */
  void start(List<String> command, Map<String, String> environment, BooleanSupplier ready) {
    List<String> line = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      // Of its own session: a Ctrl-C on the terminal must reach us first, and the server by us.
      line.add(SETSID.toString());
    }
    line.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().putAll(environment);
    builder.directory(home.toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log()));
    builder.redirectInput(new File("/dev/null"));
    try {
      process = builder.start();
      Files.writeString(home.resolve("pid"), Long.toString(process.pid()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!ready.getAsBoolean()) {
      if (!process.isAlive()) {
        throw failure("ended with exit code " + process.exitValue());
      }
      if (System.nanoTime() > deadline) {
        throw failure("was not ready within " + PATIENCE.toSeconds() + " s");
      }
      pause();
    }
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Sends a signal to the server's first process and waits until all its processes are gone. */
  void signalAndWait(String signal) {
    if (!isAlive()) {
      return;
    }
    List<ProcessHandle> all = processes();
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw failure("did not stop within " + PATIENCE.toSeconds() + " s");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    awaitEnd(all);
  }

  /** Ends every process of the server at once. */
  void kill() {
    if (process == null) {
      return;
    }
    List<ProcessHandle> all = processes();
    all.forEach(ProcessHandle::destroyForcibly);
    awaitEnd(all);
  }

  private List<ProcessHandle> processes() {
    List<ProcessHandle> all = new ArrayList<>();
    all.add(process.toHandle());
    process.descendants().forEach(all::add);
    return all;
  }

  private static void awaitEnd(List<ProcessHandle> all) {
    all.forEach(handle -> handle.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join());
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      return; // the JVM is on its way out: the hook does it
    }
    end();
  }

  private void end() {
    kill();
    try {
      ServerCache.delete(home);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + home, e);
    } finally {
      guard.destroyForcibly();
    }
  }

  private File log() {
    return home.resolve("server.log").toFile();
  }

  private IllegalStateException failure(String what) {
    kill();
    return new IllegalStateException(name + " " + what + "; the end of its log:\n" + endOfLog());
  }

  private String endOfLog() {
    try {
      List<String> lines = Files.readAllLines(log().toPath());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException e) {
      return "(" + e + ")";
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a server was starting", e);
    }
  }

  /** Runs a program to its end; fails with what it printed unless it succeeds. */
  static void run(List<String> command, Map<String, String> environment, Path directory)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.directory(directory.toFile());
    Process program = builder.start();
    program.getOutputStream().close();
    String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (program.waitFor() != 0) {
        throw new IOException(
            String.join(" ", command) + " ended with " + program.exitValue() + ":\n" + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + command.get(0), e);
    }
  }

  /** A port that was free a moment ago. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
