package dev.millrace.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.RestoreMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Flink in this process: a MiniCluster with its web UI, and a temporary directory of its own. */
final class LocalFlink implements AutoCloseable {

  private static final int USUAL_WEB_PORT = 8081;

  private final Path directory;
  private final int webPort;

  LocalFlink() {
    try {
      this.directory = temporaryDirectory("flink");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.webPort = freePort(USUAL_WEB_PORT);
  }

  /** A temporary directory that tells whose it is. */
  static Path temporaryDirectory(String purpose) throws IOException {
    return Files.createTempDirectory(
        "millrace-" + purpose + "-" + ProcessHandle.current().pid() + "-");
  }

  /** An environment whose jobs run in this process and keep their positions in memory. */
  StreamExecutionEnvironment environment() {
    return environment(new Configuration());
  }

  /** An environment whose jobs run in this process and go on from where the last one stopped. */
  StreamExecutionEnvironment environment(StateDirectory state) {
    state.create();
    Configuration flink = new Configuration();
    flink.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, state.checkpoints().toUri().toString());
    flink.set(CheckpointingOptions.SAVEPOINT_DIRECTORY, state.savepoints().toUri().toString());
    state
        .newest()
        .ifPresent(
            newest -> {
              flink.set(StateRecoveryOptions.SAVEPOINT_PATH, newest.toUri().toString());
              // Flink removes it once checkpoints of its own have taken its place.
              flink.set(StateRecoveryOptions.RESTORE_MODE, RestoreMode.CLAIM);
            });
    return environment(flink);
  }

  private StreamExecutionEnvironment environment(Configuration flink) {
    flink.set(RestOptions.ADDRESS, "localhost");
    flink.set(RestOptions.BIND_ADDRESS, "localhost");
    flink.set(RestOptions.PORT, webPort);
    flink.set(RestOptions.BIND_PORT, Integer.toString(webPort));
    flink.set(CoreOptions.TMP_DIRS, directory.toString());
    flink.set(WebOptions.TMP_DIR, directory.toString());
    flink.set(WebOptions.LOG_PATH, System.getProperty("log.file", ""));
    flink.set(BlobServerOptions.STORAGE_DIRECTORY, directory.toString());
    flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(16));
    flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(32));
    flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(32));
    flink.set(MetricOptions.REPORTERS_LIST, JobGauges.REPORTER);
    flink.setString(
        "metrics.reporter." + JobGauges.REPORTER + ".factory.class",
        JobGauges.Factory.class.getName());
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironmentWithWebUI(flink);
    environment.setParallelism(1);
    return environment;
  }

  String webUrl() {
    return "http://localhost:" + webPort;
  }

  /** This port, or the next one that is free. */
  static int freePort(int wanted) {
    for (int port = wanted; port < wanted + 100; port++) {
      try (ServerSocket socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        continue;
      }
    }
    throw new IllegalStateException(
        "no free port from " + wanted + " to " + (wanted + 99) + " for a web page");
  }

  /** Removes the directory, also while Flink is still letting go of it. */
  @Override
  public void close() {
    for (int attempt = 0; attempt < 3 && Files.exists(directory); attempt++) {
      try (Stream<Path> all = Files.walk(directory)) {
        all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
      } catch (IOException | UncheckedIOException changedMeanwhile) {
        continue;
      }
    }
  }
}
