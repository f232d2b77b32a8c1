package dev.millrace.job.command;

import dev.millrace.job.config.EffectiveConfig;
import dev.millrace.job.config.JobConfig;
import dev.millrace.job.config.PipelineOptions;
import dev.millrace.job.topology.JobTopology;
import dev.millrace.log.RepeatedLine;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Checks a configuration and runs it until it is stopped. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Checks a configuration as check does, then runs it until it is stopped.",
    footer = Millrace.FOOTER)
final class RunCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  private static final long POLL_MILLIS = 250;

  private final Supplier<StreamExecutionEnvironment> environments;
  private Duration askAgainAfter;
  private Duration patience = Duration.ofSeconds(10);

  @Mixin private ConfigArguments arguments;

  // Not in the mixin: picocli looks for it in the command alone.
  @Unmatched private final List<String> settings = new ArrayList<>();

  @Spec private CommandSpec spec;

  RunCommand(Supplier<StreamExecutionEnvironment> environments) {
    this.environments = environments;
  }

  /**
   * Has a database or CRM that does not answer asked again, instead of refused, and a slot that is
   * in use taken for the job's own.
   */
  RunCommand askingAgainAfter(Duration wait) {
    this.askAgainAfter = wait;
    return this;
  }

  /** How long to wait for a slot that is in use; default 10 s. */
  RunCommand waitingForSlot(Duration patience) {
    this.patience = patience;
    return this;
  }

  @Override
  public Integer call() throws Exception {
    JobConfig config = arguments.load(settings);
    PrintWriter out = spec.commandLine().getOut();
    preflight(config).forEach(out::println);
    String effective = EffectiveConfig.yaml(config);
    LOG.info("The configuration in effect:\n{}", effective);
    out.println("The configuration in effect:");
    out.print(effective);
    out.flush();
    StreamExecutionEnvironment environment = environments.get();
    JobTopology.build(environment, config);
    // Waits for the end where the client is attached; a detached client returns once it is handed
    // over.
    environment.execute(config.pipeline().get(PipelineOptions.NAME));
    return Millrace.OK;
  }

  private List<String> preflight(JobConfig config) throws Refusal, InterruptedException {
    boolean mayBeRecovery = askAgainAfter != null;
    long deadline = System.nanoTime() + patience.toNanos();
    RepeatedLine askedAgain = new RepeatedLine();
    while (true) {
      try {
        return Preflight.check(config);
      } catch (Refusal refusal) {
        if (mayBeRecovery && refusal.isInUse()) {
          LOG.warn("Taken for the running job that is being recovered: {}", refusal.faults());
          return List.of();
        } else if (mayBeRecovery && refusal.mayPass()) {
          if (askedAgain.isDue(refusal.faults().toString())) {
            LOG.warn(
                "Asked again every {} s, since this may be the recovery of a running job: {}",
                askAgainAfter.toSeconds(),
                refusal.faults());
          }
          TimeUnit.MILLISECONDS.sleep(askAgainAfter.toMillis());
        } else if (refusal.isInUse() && System.nanoTime() < deadline) {
          // A job that was stopped just now lets go of its slot a moment later.
          TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } else {
          throw refusal;
        }
      }
    }
  }
}
