package dev.millrace.local;

import dev.millrace.job.command.Millrace;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Command line of {@code deploy/local/millrace}: Millrace's commands with the job in this process,
 * which keeps its positions in a directory, and {@code stop}.
 */
public final class LocalMillrace {

  private static final String CONFIG = "--config";
  private static final String STATE = "--state";
  private static final String METRICS_PORT = "--metrics-port";

  private final PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
  private final PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
  private volatile StateDirectory state;
  private Integer metricsPort;
  private volatile boolean running;

  private LocalMillrace() {}

  public static void main(String[] arguments) {
    Quiet.javaUtilLogging();
    LocalMillrace millrace = new LocalMillrace();
    EndSignals.endWith(millrace::endEarly);
    int exitCode =
        Millrace.run(millrace::start, millrace::addLocal, millrace.out, millrace.err, arguments);
    millrace.leave();
    EndSignals.exit(exitCode);
  }

  private void addLocal(CommandLine millrace) {
    millrace
        .getCommandSpec()
        .usageMessage()
        .synopsisSubcommandLabel("(run | check | replay | stop)");
    millrace.addSubcommand(new StopCommand());
    millrace
        .getSubcommands()
        .get("run")
        .getCommandSpec()
        .addOption(
            OptionSpec.builder(STATE)
                .paramLabel("DIR")
                .type(Path.class)
                .description(
                    "Goes on from the newest checkpoint or savepoint there, and keeps its own"
                        + " there.%nDefault: FILE.state")
                .build())
        .addOption(
            OptionSpec.builder(METRICS_PORT)
                .paramLabel("PORT")
                .type(Integer.class)
                .description("Serves Flink's and Millrace's metrics there, for Prometheus")
                .build());
    millrace.setExecutionStrategy(this::execute);
  }

  private int execute(ParseResult parsed) {
    ParseResult command = parsed.subcommand();
    if (command != null
        && command.commandSpec().name().equals("run")
        && command.matchedOptionValue(CONFIG, (Path) null) != null) {
      Path named = command.matchedOptionValue(STATE, (Path) null);
      Path config = command.matchedOptionValue(CONFIG, (Path) null);
      metricsPort = command.matchedOptionValue(METRICS_PORT, (Integer) null);
      state = named == null ? StateDirectory.of(config) : new StateDirectory(named);
      try {
        // Before the checks, which would find the slot taken; a new directory waits for them.
        if (state.exists()) {
          state.lock();
        }
      } catch (IllegalStateException e) {
        err.println(e.getMessage());
        return Millrace.REFUSED;
      }
    }
    return new RunLast().execute(parsed);
  }

  private StreamExecutionEnvironment start() {
    state.lock();
    state
        .newest()
        .ifPresentOrElse(
            newest -> out.println("Goes on from " + newest),
            () -> out.println("Starts anew; positions are kept in " + state));
    LocalFlink flink;
    try {
      flink = LocalFlink.start(state, metricsPort);
    } catch (Exception e) {
      throw new IllegalStateException("Flink could not be started", e);
    }
    state.running(flink.webUrl());
    running = true;
    out.println("Running. Flink's web UI: " + flink.webUrl() + "   Stop with Ctrl-C.");
    return flink.environment();
  }

  /** On a signal: as a crash, from which a run goes on just as well. */
  private void endEarly() {
    leave();
    if (running) {
      out.println();
      out.println(
          state
              .newest()
              .map(newest -> "Ended. The next run goes on from " + newest)
              .orElse("Ended before the first checkpoint. The next run starts anew."));
    }
  }

  private void leave() {
    TemporaryDirectory.closeAll();
    if (state != null) {
      state.release();
    }
  }
}
