package dev.millrace.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A cluster in a folder of its own, run by the scripts that people run. */
final class Scripts implements AutoCloseable {

  // Below the ports that connections take by themselves: a process that is killed must get its own
  // again.
  private static final int LOWEST_PORT = 10_000;
  private static final int HIGHEST_PORT = 30_000;

  // Twice what `start` waits for its processes by itself.
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private static final Pattern SAVEPOINT = Pattern.compile("Savepoint completed. Path: (\\S+)");
  private static final Pattern SUBMITTED = Pattern.compile("JobID ([0-9a-f]{32})");

  private final Path scripts;
  private final Path home;
  private final int port = freePort();

  /**
   * @param scripts where the scripts are
   * @param home the cluster's folder
   */
  Scripts(Path scripts, Path home) {
    this.scripts = scripts;
    this.home = home;
  }

  /** Starts a new cluster. */
  void start(int taskManagers) throws IOException, InterruptedException {
    start(taskManagers, List.of());
  }

  /** Starts the cluster anew, in application mode. */
  void startApplication(int taskManagers, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> application = new ArrayList<>(List.of("--application"));
    application.addAll(arguments);
    start(taskManagers, application);
  }

  private void start(int taskManagers, List<String> application)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("start", "--taskmanagers", "" + taskManagers));
    if (Files.notExists(home.resolve("conf"))) {
      command.addAll(List.of("--port", "" + port, "--zookeeper-port", "" + freePort()));
    }
    command.addAll(application);
    run(command.toArray(String[]::new));
  }

  /** Starts what does not run of the cluster. */
  void startAgain() throws IOException, InterruptedException {
    run("start");
  }

  void stop() throws IOException, InterruptedException {
    run("stop");
  }

  /** Hands a job in, detached, and returns its id. */
  String flinkRun(Path jar, List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("flink", "run", "-d", jar.toString()));
    command.addAll(arguments);
    return found(SUBMITTED, run(command.toArray(String[]::new)));
  }

  /** Stops a job with a savepoint, and returns the savepoint's address. */
  String flinkStop(String job) throws IOException, InterruptedException {
    return found(SAVEPOINT, run("flink", "stop", job));
  }

  /** Kills a process of the cluster as {@code kill -9} does. */
  void kill(String process) throws IOException {
    long pid =
        Long.parseLong(Files.readString(home.resolve("run").resolve(process + ".pid")).trim());
    ProcessHandle.of(pid)
        .orElseThrow(() -> new IllegalStateException(process + " does not run"))
        .destroyForcibly();
  }

  FlinkRest rest() {
    return new FlinkRest("http://localhost:" + port);
  }

  private String run(String... command) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(Arrays.asList(command));
    line.set(0, scripts.resolve(command[0]).toString());
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("MILLRACE_CLUSTER", home.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String output =
        TimeLimit.of(
            LIMIT,
            String.join(" ", command),
            process,
            () -> new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    if (process.waitFor() != 0) {
      throw new IllegalStateException(
          String.join(" ", command) + " ended with " + process.exitValue() + ":\n" + output);
    }
    return output;
  }

  private static String found(Pattern pattern, String output) {
    Matcher matcher = pattern.matcher(output);
    if (!matcher.find()) {
      throw new IllegalStateException("no '" + pattern + "' in:\n" + output);
    }
    return matcher.group(1);
  }

  private static int freePort() {
    RandomGenerator random = RandomGenerator.getDefault();
    while (true) {
      int port = random.nextInt(LOWEST_PORT, HIGHEST_PORT);
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (IOException taken) {
        continue;
      }
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    if (Files.exists(home.resolve("conf/config.yaml"))) {
      stop();
    }
  }
}
