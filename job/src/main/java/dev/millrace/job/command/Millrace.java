package dev.millrace.job.command;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.flink.client.program.ProgramParametrizationException;
import org.apache.flink.streaming.api.environment.LocalStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The program. On its own it runs the job in this process; given to {@code flink run} or as an
 * application cluster's entry it runs in the cluster.
 */
@Command(
    name = "millrace",
    mixinStandardHelpOptions = true,
    versionProvider = Millrace.Version.class,
    description = "Keeps a CRM in step with a database.",
    synopsisSubcommandLabel = "(run | check | replay)")
public final class Millrace {

  /** All went well. */
  public static final int OK = 0;

  /** The job was started and failed. */
  public static final int FAILED = 1;

  /** The command line, the configuration or what it names has faults; nothing was started. */
  public static final int REFUSED = 2;

  static final String FOOTER =
      "Any key of the configuration can be given as well: --delivery.max-in-flight 32,"
          + " --mappings.0.filter \"status <> 'draft'\". Exit codes: 0 all well, 1 the run failed,"
          + " 2 refused, nothing was started.";

  private static final Duration RECOVERY_RETRY = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(Millrace.class);

  private Millrace() {}

  /**
   * Runs a command. In a process of its own it ends the process with the exit code. Within Flink,
   * which a System.exit would tear down with every job in it, it throws instead.
   *
   * @throws ProgramParametrizationException for faults, within Flink: its client prints the message
   *     alone, without a stack trace
   * @throws Exception what made the run fail, within Flink
   */
  public static void main(String[] args) throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    boolean alone = environment instanceof LocalStreamEnvironment;
    RunCommand run = new RunCommand(StreamExecutionEnvironment::getExecutionEnvironment);
    if (Recovery.mayBe(environment.getConfiguration())) {
      run.askingAgainAfter(RECOVERY_RETRY);
    }
    String[] command =
        args.length == 0 && !ManagedFlink.properties().isEmpty() ? new String[] {"run"} : args;
    Outcome outcome = execute(run, millrace -> {}, writer(System.out), writer(System.err), command);
    if (alone) {
      outcome.tell(writer(System.err));
      System.exit(outcome.exitCode);
    }
    if (outcome.exitCode == REFUSED) {
      ProgramParametrizationException refusal =
          new ProgramParametrizationException(outcome.failure.getMessage());
      // Where in this program a fault of the file was found helps nobody who reads Flink's log.
      refusal.setStackTrace(new StackTraceElement[0]);
      throw refusal;
    }
    if (outcome.failure != null) {
      throw outcome.failure;
    }
  }

  /**
   * Runs a command in an environment of the caller's, and tells in the writers what there is to
   * tell.
   *
   * @param environments asked once, when the checks have passed and the job is to start
   * @return {@link #OK}, {@link #FAILED} or {@link #REFUSED}
   */
  public static int run(
      Supplier<StreamExecutionEnvironment> environments,
      PrintWriter out,
      PrintWriter err,
      String... args) {
    return run(environments, millrace -> {}, out, err, args);
  }

  /**
   * As {@link #run(Supplier, PrintWriter, PrintWriter, String...)}, with what a launcher has
   * besides.
   *
   * @param launcher adds commands and options of its own
   */
  public static int run(
      Supplier<StreamExecutionEnvironment> environments,
      Consumer<CommandLine> launcher,
      PrintWriter out,
      PrintWriter err,
      String... args) {
    Outcome outcome = execute(new RunCommand(environments), launcher, out, err, args);
    outcome.tell(err);
    return outcome.exitCode;
  }

  private static Outcome execute(
      RunCommand run,
      Consumer<CommandLine> launcher,
      PrintWriter out,
      PrintWriter err,
      String... args) {
    Outcome outcome = new Outcome();
    CommandLine millrace =
        new CommandLine(new Millrace())
            .addSubcommand(run)
            .addSubcommand(new CheckCommand())
            .addSubcommand(new ReplayCommand())
            .setExecutionStrategy(new CommandLine.RunLast());
    launcher.accept(millrace);
    outcome.exitCode =
        millrace
            .setOut(out)
            .setErr(err)
            .setParameterExceptionHandler((e, arguments) -> outcome.failed(e, REFUSED))
            .setExecutionExceptionHandler(
                (e, command, parsed) -> outcome.failed(e, e instanceof Refusal ? REFUSED : FAILED))
            .execute(args);
    return outcome;
  }

  private static PrintWriter writer(java.io.PrintStream stream) {
    return new PrintWriter(stream, true, Charset.defaultCharset());
  }

  /** How a command ended. */
  private static final class Outcome {

    private int exitCode;
    private Exception failure;

    private int failed(Exception failure, int exitCode) {
      this.failure = failure;
      return exitCode;
    }

    private void tell(PrintWriter err) {
      if (failure == null) {
        return;
      }
      if (exitCode == FAILED) {
        LOG.error("The run failed", failure);
        err.println("The run failed: " + rootCause(failure));
      } else if (failure instanceof CommandLine.ParameterException) {
        err.println(WrongArgument.text((CommandLine.ParameterException) failure));
      } else {
        err.println(failure.getMessage());
      }
      err.flush();
    }

    private static String rootCause(Throwable failure) {
      Throwable root = failure;
      for (int i = 0; i < 50 && root.getCause() != null; i++) {
        root = root.getCause();
      }
      return root.getMessage() == null ? root.toString() : root.getMessage();
    }
  }

  /** The version of the jar this is in. */
  static final class Version implements CommandLine.IVersionProvider {

    @Override
    public String[] getVersion() {
      String version = Millrace.class.getPackage().getImplementationVersion();
      return new String[] {"millrace " + (version == null ? "(not from a jar)" : version)};
    }
  }
}
