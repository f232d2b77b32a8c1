package dev.millrace.local;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
import org.apache.flink.metrics.prometheus.PrometheusReporterFactory;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Flink in this process: a MiniCluster with its web UI, and a temporary directory of its own. */
final class LocalFlink implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LocalFlink.class);

  /** The first that is free when Flink takes it; 8081 is left to a cluster on this machine. */
  private static final String WEB_PORTS = "8281-8380";

  /** Each reader of each source takes one. */
  private static final int SLOTS = 32;

  private static final long CLOSE_SECONDS = 5;

  private final TemporaryDirectory directory = TemporaryDirectory.open("flink");
  private final Configuration configuration;
  private final MiniCluster cluster;
  private final URI web;

  /**
   * Starts a Flink whose jobs keep their positions in memory.
   *
   * @param metricsPort where metrics are served for Prometheus; null for nowhere
   */
  static LocalFlink start(Integer metricsPort) throws Exception {
    return new LocalFlink(new Configuration(), metricsPort);
  }

  /** Starts a Flink whose job goes on from where the last one of the directory stopped. */
  static LocalFlink start(StateDirectory state, Integer metricsPort) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, state.checkpoints().toUri().toString());
    configuration.set(
        CheckpointingOptions.SAVEPOINT_DIRECTORY, state.savepoints().toUri().toString());
    state
        .newest()
        .ifPresent(
            newest -> {
              configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, newest.toUri().toString());
              // Flink removes it once checkpoints of its own have taken its place.
              configuration.set(StateRecoveryOptions.RESTORE_MODE, RestoreMode.CLAIM);
            });
    return new LocalFlink(configuration, metricsPort);
  }

  private LocalFlink(Configuration configuration, Integer metricsPort) throws Exception {
    this.configuration = configuration;
    configure();
    if (metricsPort != null) {
      serveMetrics(metricsPort);
    }
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(SLOTS)
                .build());
    try {
      cluster.start();
      web = cluster.getRestAddress().get();
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  private void configure() {
    String temporary = directory.path().toString();
    configuration.set(RestOptions.ADDRESS, "localhost");
    configuration.set(RestOptions.BIND_ADDRESS, "localhost");
    configuration.set(RestOptions.BIND_PORT, WEB_PORTS);
    configuration.set(CoreOptions.TMP_DIRS, temporary);
    configuration.set(WebOptions.TMP_DIR, temporary);
    configuration.set(WebOptions.LOG_PATH, System.getProperty("log.file", ""));
    configuration.set(BlobServerOptions.STORAGE_DIRECTORY, temporary);
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(16));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(32));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(32));
    configuration.set(MetricOptions.REPORTERS_LIST, JobGauges.REPORTER);
    configuration.setString(
        "metrics.reporter." + JobGauges.REPORTER + ".factory.class",
        JobGauges.Factory.class.getName());
  }

  private void serveMetrics(int port) {
    // Flink's reporter would only log it, and the run go on without its metrics.
    try (ServerSocket free = new ServerSocket(port)) {
      LOG.debug("Metrics will be served on port {}", free.getLocalPort());
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "metrics cannot be served on port " + port + ": expected one that is free", e);
    }
    configuration.set(MetricOptions.REPORTERS_LIST, JobGauges.REPORTER + ",prometheus");
    configuration.setString(
        "metrics.reporter.prometheus.factory.class", PrometheusReporterFactory.class.getName());
    configuration.setString("metrics.reporter.prometheus.port", Integer.toString(port));
  }

  /** An environment whose jobs run in this Flink. */
  StreamExecutionEnvironment environment() {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createRemoteEnvironment(
            web.getHost(), web.getPort(), configuration);
    environment.setParallelism(1);
    return environment;
  }

  String webUrl() {
    return "http://localhost:" + web.getPort();
  }

  /** Ends Flink with the jobs in it, as a crash would, and removes its directory. */
  @Override
  public void close() {
    try {
      cluster.closeAsync().get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.info("Flink could not be ended in good order", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      directory.close();
    }
  }
}
