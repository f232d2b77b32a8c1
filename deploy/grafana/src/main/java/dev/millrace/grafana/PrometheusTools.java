package dev.millrace.grafana;

import dev.millrace.databases.ServerCache;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Prometheus' own two programs: those of the machine, else Debian's, unpacked into a cache. */
public record PrometheusTools(Path prometheus, Path promtool) {

  /** What a program has printed, and how it ended. */
  public record Output(int exitCode, String text) {}

  /** Whether {@link #get} has a way to get them. */
  public static boolean canBeHad() {
    return onPath().isPresent() || (program("apt-get").isPresent() && program("dpkg").isPresent());
  }

  /**
   * Needs no root where the machine has fetched its lists of packages before.
   *
   * @throws java.io.UncheckedIOException when they cannot be fetched
   */
  public static PrometheusTools get() {
    return onPath()
        .orElseGet(
            () -> {
              Path bin =
                  ServerCache.directory("prometheus-debian", PrometheusTools::fetch)
                      .resolve("usr/bin");
              return new PrometheusTools(bin.resolve("prometheus"), bin.resolve("promtool"));
            });
  }

  private static Optional<PrometheusTools> onPath() {
    return program("prometheus")
        .flatMap(
            prometheus ->
                program("promtool").map(promtool -> new PrometheusTools(prometheus, promtool)));
  }

  private static Optional<Path> program(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static void fetch(Path directory) throws IOException {
    List<String> download = List.of("apt-get", "download", "prometheus");
    Output fetched = run(download, directory);
    if (fetched.exitCode() != 0) {
      // A machine that was made just now has no lists of packages yet.
      run(List.of("apt-get", "update", "-qq"), directory);
      fetched = run(download, directory);
    }
    demandSuccess("apt-get download prometheus", fetched);
    demandSuccess(
        "dpkg -x", run(List.of("sh", "-c", "dpkg -x ./*.deb . && rm ./*.deb"), directory));
  }

  private static void demandSuccess(String what, Output output) throws IOException {
    if (output.exitCode() != 0) {
      throw new IOException(
          what + " failed; installing prometheus helps as well: " + output.text().trim());
    }
  }

  /** Runs promtool to its end. */
  public Output promtool(Path directory, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(promtool.toString()));
    command.addAll(List.of(arguments));
    return run(command, directory);
  }

  private static Output run(List<String> command, Path directory) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .start();
    try {
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Output(process.waitFor(), text);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("stopped while it ran: " + command.get(0), e);
    }
  }
}
