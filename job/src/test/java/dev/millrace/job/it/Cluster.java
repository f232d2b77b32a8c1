package dev.millrace.job.it;

import dev.millrace.job.config.JobConfig;
import dev.millrace.job.topology.JobTopology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A Flink cluster in this JVM that runs one job at a time. */
final class Cluster implements AutoCloseable {

  private final Configuration configuration = new Configuration();
  private final Path savepoints;
  private final MiniCluster cluster;
  private JobID job;
  private int lost;

  Cluster(Path directory) throws Exception {
    this(directory, 2);
  }

  Cluster(Path directory, int slots) throws Exception {
    savepoints = directory.resolve("savepoints");
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory.resolve("checkpoints").toUri() + "");
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(500));
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
        Duration.ofMillis(200));
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofSeconds(2));
    configuration.set(RestOptions.BIND_PORT, "0");
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .withRandomPorts()
                .build());
    cluster.start();
  }

  /** Lets jobs that are run from now on end with what they fail with, at the third failure. */
  void endAtThirdFailure() {
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 2);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(200));
  }

  /** The job's graph, as it goes to the cluster. */
  JobGraph graph(JobConfig config) {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    JobTopology.build(env, config);
    return env.getStreamGraph().getJobGraph();
  }

  void run(JobConfig config) throws Exception {
    submit(graph(config));
  }

  void runFrom(String savepoint, JobConfig config) throws Exception {
    JobGraph graph = graph(config);
    graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(savepoint, false));
    submit(graph);
  }

  private void submit(JobGraph graph) throws Exception {
    job = cluster.submitJob(graph).get().getJobID();
  }

  /** Waits until every task runs. */
  void awaitRunning() {
    Await.until(
        "all tasks run",
        () -> {
          boolean running =
              cluster.getJobStatus(job).join() == JobStatus.RUNNING
                  && StreamSupport.stream(
                          cluster
                              .getExecutionGraph(job)
                              .join()
                              .getAllExecutionVertices()
                              .spliterator(),
                          false)
                      .allMatch(vertex -> vertex.getExecutionState() == ExecutionState.RUNNING);
          return running ? "" : "some do not";
        });
  }

  /** How often each of the tasks was begun anew. */
  List<Integer> attempts() {
    return StreamSupport.stream(
            cluster.getExecutionGraph(job).join().getAllExecutionVertices().spliterator(), false)
        .map(vertex -> vertex.getCurrentExecutionAttempt().getAttemptNumber())
        .toList();
  }

  /** Loses the machine that the job runs on, and gets another one. */
  void loseTaskManager() throws Exception {
    // The cluster keeps lost ones in its list, and gets each new one at the end.
    cluster.terminateTaskManager(lost++).get();
    cluster.startTaskManager();
  }

  /** Waits until a checkpoint completes: one is declined while removals are held. */
  void awaitCheckpoint() {
    Await.until(
        "a checkpoint completes",
        () ->
            checkpoint()
                .handle((done, failure) -> failure == null ? "" : failure.toString())
                .join());
  }

  /** A checkpoint that begins now; done when it is complete. */
  CompletableFuture<?> checkpoint() {
    return cluster.triggerCheckpoint(job, CheckpointType.CONFIGURED);
  }

  /** Stops the job; returns where its savepoint is. */
  String stopWithSavepoint() throws Exception {
    return stoppingWithSavepoint().get();
  }

  /** Stops the job; where its savepoint is, once the job has ended. */
  CompletableFuture<String> stoppingWithSavepoint() {
    JobID stopping = job;
    return cluster
        .stopWithSavepoint(stopping, savepoints.toUri() + "", false, SavepointFormatType.CANONICAL)
        .thenCompose(path -> cluster.requestJobResult(stopping).thenApply(result -> path));
  }

  /** Throws what ended the job if anything did. */
  void requireUnfinished() {
    if (cluster.getJobStatus(job).join().isGloballyTerminalState()) {
      throw new AssertionError("the job has ended", failure());
    }
  }

  /** Waits for the end of the job; returns what it failed with, null when with nothing. */
  Throwable failure() {
    return cluster.requestJobResult(job).join().getSerializedThrowable().orElse(null);
  }

  @Override
  public void close() throws Exception {
    cluster.close();
  }
}
