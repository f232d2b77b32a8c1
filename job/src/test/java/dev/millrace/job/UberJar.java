package dev.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The uber jar of this build, and processes that have it and Flink but nothing else of ours. */
public final class UberJar {

  static final Path PATH = Path.of(System.getProperty("millrace.uber-jar"));

  private UberJar() {}

  /** How a process ended. */
  record Ended(int exitCode, List<String> lines) {}

  /** The jar with Flink, as in a process of its own. */
  public static String withFlink() {
    return PATH + File.pathSeparator + flink();
  }

  /** What Amazon's managed Flink has besides. */
  public static String managedFlink() {
    return ofThisTest(".*/(aws-kinesisanalytics-runtime|jackson-[a-z]+)-[0-9.]+.jar");
  }

  private static String ofThisTest(String pattern) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.matches(pattern))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** The class path of a Flink process, as far as this test's own has it. */
  static String flink() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .filter(
            entry ->
                entry.matches(".*/org/apache/flink/flink-(?!cdc|sql|table).*")
                    || entry.matches(
                        ".*/(commons-[a-z0-9]+|org/slf4j|org/apache/logging|org/snakeyaml)/.*")
                    || entry.matches(".*/(com/esotericsoftware|org/objenesis)/.*"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /**
   * Starts a class with Flink's own JVM arguments.
   *
   * @param folder takes Flink's configuration
   * @param output takes both outputs of the process
   */
  public static Process start(Path folder, Path output, String classPath, Object... command)
      throws IOException {
    Files.writeString(folder.resolve("config.yaml"), "rest.address: localhost\n");
    List<String> all = new ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    all.addAll(List.of(System.getProperty("millrace.flink-jvm").split(" ")));
    all.addAll(List.of("-cp", classPath));
    Arrays.stream(command).map(Object::toString).forEach(all::add);
    ProcessBuilder builder = new ProcessBuilder(all);
    builder.environment().put("FLINK_CONF_DIR", folder.toString());
    return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
  }

  static Ended java(Path folder, String classPath, Object... command) throws Exception {
    Path output = folder.resolve("output");
    Process process = start(folder, output, classPath, command);
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Ended(process.exitValue(), Files.readAllLines(output));
  }
}
