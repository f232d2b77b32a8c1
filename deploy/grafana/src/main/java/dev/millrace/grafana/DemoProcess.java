package dev.millrace.grafana;

import dev.millrace.local.Demo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The demo in a process of its own, which serves its metrics. */
public final class DemoProcess implements AutoCloseable {

  private final Process process;
  private final Path output;
  private final int metricsPort;

  private DemoProcess(Process process, Path output, int metricsPort) {
    this.process = process;
    this.output = output;
    this.metricsPort = metricsPort;
  }

  /**
   * Starts one.
   *
   * @param local the folder deploy/local
   * @param directory for what it prints and its log
   * @param arguments the demo's, beside the port of the metrics
   */
  public static DemoProcess start(Path local, Path directory, List<String> arguments)
      throws IOException {
    int port = Prometheus.freePort();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    try (var options = DemoProcess.class.getResourceAsStream("/jvm-options")) {
      command.addAll(
          List.of(new String(options.readAllBytes(), StandardCharsets.UTF_8).trim().split("\\s+")));
    }
    command.addAll(
        List.of(
            "-Xmx1g",
            "-Dmillrace.examples=" + local.resolve("examples"),
            "-Dlog.file=" + directory.resolve("demo.log"),
            "-cp",
            System.getProperty("java.class.path"),
            Demo.class.getName(),
            "--no-page",
            "--metrics-port=" + port));
    command.addAll(arguments);
    Path output = directory.resolve("demo.out");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new DemoProcess(process, output, port);
  }

  public int metricsPort() {
    return metricsPort;
  }

  /**
   * Fails when it has ended.
   *
   * @throws IllegalStateException with what it has printed
   */
  public void demandRunning() throws IOException {
    if (!process.isAlive()) {
      throw new IllegalStateException("the demo has ended: " + Files.readString(output));
    }
  }

  /**
   * Waits until it has ended by itself, as it does with {@code --for}.
   *
   * @throws IllegalStateException with what it has printed, when it ended with a failure
   */
  public void awaitEnd() throws IOException, InterruptedException {
    if (process.waitFor() != 0) {
      demandRunning();
    }
  }

  @Override
  public void close() {
    Prometheus.ends(process);
  }
}
