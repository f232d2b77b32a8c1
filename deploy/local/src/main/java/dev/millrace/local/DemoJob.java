package dev.millrace.local;

import dev.millrace.job.config.ConfigException;
import dev.millrace.job.config.ConfigLoader;
import dev.millrace.job.config.JobConfig;
import dev.millrace.job.config.Layers;
import dev.millrace.job.topology.JobTopology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Millrace job of the demo, made of the example configuration of its database. */
final class DemoJob implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DemoJob.class);
  private static final long CANCEL_SECONDS = 10;

  private final LocalFlink flink;
  private final TemporaryDirectory secrets;
  private JobClient client;

  /** Starts a Flink for it, see {@link LocalFlink#start(Integer)}; no job yet. */
  DemoJob(Integer metricsPort) throws Exception {
    flink = LocalFlink.start(metricsPort);
    secrets = TemporaryDirectory.open("secrets");
  }

  /**
   * @param page takes the dead letters; null: a refused record stops the job
   */
  void start(Path examples, Surroundings surroundings, LivePage page) throws Exception {
    StreamExecutionEnvironment environment = flink.environment();
    JobTopology.build(environment, config(examples, surroundings, page));
    client = environment.executeAsync("Millrace demo");
  }

  private JobConfig config(Path examples, Surroundings surroundings, LivePage page)
      throws IOException, ConfigException {
    List<String> overFile = new ArrayList<>(surroundings.settings(secrets.path()));
    // 5,000 changes a second at 20 ms a call: with fewer, a change waits for a call to end.
    overFile.add("--delivery.max-in-flight=24");
    if (page != null) {
      Path token = Files.writeString(secrets.path().resolve("dead-letters"), page.token());
      overFile.add("--dead-letters.type=http");
      overFile.add("--dead-letters.url=" + page.deadLettersUrl());
      overFile.add("--dead-letters.token=${file:" + token + "}");
    }
    return ConfigLoader.load(
        examples.resolve(surroundings.shop().kind() + ".yaml"), Layers.of(overFile));
  }

  String webUrl() {
    return flink.webUrl();
  }

  /**
   * Fails when the job has ended, with its own reason.
   *
   * @throws IllegalStateException when it has
   */
  void demandRunning() throws InterruptedException {
    try {
      JobStatus status = client.getJobStatus().get(CANCEL_SECONDS, TimeUnit.SECONDS);
      if (status.isGloballyTerminalState()) {
        client.getJobExecutionResult().get(CANCEL_SECONDS, TimeUnit.SECONDS);
        throw new IllegalStateException("the job has ended: " + status);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the job has failed", e.getCause());
    } catch (TimeoutException busy) {
      LOG.debug("the job's state could not be had in time", busy);
    }
  }

  @Override
  public void close() {
    if (client != null) {
      try {
        client.cancel().get(CANCEL_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException | IllegalStateException e) {
        LOG.info("the job could not be cancelled: it may have ended", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    flink.close();
    secrets.close();
  }
}
