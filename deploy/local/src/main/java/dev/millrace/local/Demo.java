package dev.millrace.local;

import dev.millrace.job.command.Millrace;
import dev.millrace.job.command.WrongArgument;
import dev.millrace.local.load.Shop;
import dev.millrace.simulator.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** Command line of {@code deploy/local/demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "A real database, load on it, a CRM simulator and the Millrace job between them, on this"
            + " machine.",
    footer =
        "Exit codes: 0 all well, with --for: the CRM equals the database; 1 it does not, or the"
            + " demo failed; 2 wrong arguments; 130 ended by Ctrl-C, 143 by kill.")
public final class Demo implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(Demo.class);

  /** From the start of what is measured to the outage. */
  static final Duration BEFORE_OUTAGE = Duration.ofSeconds(10);

  @Option(
      names = "--source",
      paramLabel = "mysql|postgres",
      defaultValue = "postgres",
      converter = KindConverter.class,
      description = "The database. Default: ${DEFAULT-VALUE}.")
  Shop.Kind source;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "200",
      description = "Row changes to commit a second. Default: ${DEFAULT-VALUE}.")
  double rate;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "Stop by itself after this time of load (60s, 5m, 1h), compare every record with its row,"
              + " and exit with 0 only if they are equal. Before it, the same load runs for"
              + " --warm-up. Default: run until Ctrl-C.")
  Duration duration;

  @Option(
      names = "--warm-up",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "With --for: load that is not measured, while the JVM compiles. Default: until it has, at"
              + " most two minutes.")
  Duration warmUp;

  @Option(
      names = "--outage",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "With --for: ten seconds into it the CRM is away for so long. The latencies then have the"
              + " time of waiting for it in them.")
  Duration outage;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "With --for: write the results there, as JSON.")
  Path report;

  @Option(names = "--no-page", description = "Serve no live page.")
  boolean noPage;

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      description = "Serve Flink's and Millrace's metrics there, for Prometheus.")
  Integer metricsPort;

  @Option(
      names = "--bad-rows",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Without --for: rows a minute that get an e-mail address which the CRM refuses, to see dead"
              + " letters on the live page. Default: none.")
  double badRows;

  @Option(
      names = "--service-time",
      paramLabel = "MS",
      defaultValue = "20",
      description = "How long the CRM works on a call. Default: ${DEFAULT-VALUE}.")
  int serviceTimeMs;

  @Option(
      names = "--limits",
      paramLabel = "none|free|professional|enterprise|oauth",
      defaultValue = "none",
      description =
          "The CRM's call limits: none, or those of a HubSpot plan; professional ends at 1,900 records"
              + " a second. Default: ${DEFAULT-VALUE}.")
  String limits;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "20000",
      description =
          "Customers that are there before the job, for the snapshot; and a tenth as many companies."
              + " Default: ${DEFAULT-VALUE}.")
  int rows;

  @CommandLine.Spec CommandLine.Model.CommandSpec spec;

  private volatile DemoRun run;

  public static void main(String[] arguments) {
    Quiet.javaUtilLogging();
    Demo demo = new Demo();
    EndSignals.endWith(demo::stop);
    EndSignals.exit(commandLine(demo).execute(arguments));
  }

  private void stop() {
    if (run != null) {
      run.stop();
    }
  }

  static CommandLine commandLine(Demo demo) {
    return new CommandLine(demo)
        .setParameterExceptionHandler(Demo::wrong)
        .setExecutionExceptionHandler(Demo::failed);
  }

  private static int wrong(CommandLine.ParameterException wrong, String[] arguments) {
    wrong.getCommandLine().getErr().println(WrongArgument.text(wrong));
    return Millrace.REFUSED;
  }

  private static int failed(Exception failure, CommandLine command, ParseResult parsed) {
    LOG.error("The demo failed", failure);
    command.getErr().println("The demo failed: " + failure.getMessage());
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      command.getErr().println("  because: " + cause);
    }
    command.getErr().println("Log: " + System.getProperty("log.file"));
    return 1;
  }

  @Override
  public Integer call() throws Exception {
    refuseUnless(rate > 0, "--rate must be above 0");
    refuseUnless(serviceTimeMs >= 0, "--service-time must not be below 0");
    refuseUnless(rows >= 1000, "--rows must be at least 1000");
    refuseUnless(duration == null || !duration.isZero(), "--for must be above 0");
    refuseUnless(
        duration != null || !spec.commandLine().getParseResult().hasMatchedOption("--warm-up"),
        "--warm-up needs --for");
    refuseUnless(report == null || duration != null, "--report needs --for");
    refuseUnless(
        report == null || canBeWritten(report.toAbsolutePath()),
        "--report: " + report + " cannot be written: expected a file in a directory that is there");
    refuseUnless(
        outage == null || duration != null && duration.compareTo(outage.plus(BEFORE_OUTAGE)) > 0,
        "--outage needs a --for that is more than " + BEFORE_OUTAGE.toSeconds() + " s longer");
    refuseUnless(badRows >= 0, "--bad-rows must not be below 0");
    refuseUnless(
        badRows == 0 || (duration == null && !noPage),
        "--bad-rows is for the live page: not with --for, nor with --no-page");
    boolean terminal = Boolean.getBoolean("millrace.terminal");
    TerminalView view =
        new TerminalView(System.out, terminal, Integer.getInteger("millrace.columns", 120));
    run = new DemoRun(this, limits(), view);
    return run.run();
  }

  /** Asks without making the file: a run that then fails leaves no empty report. */
  private static boolean canBeWritten(Path file) {
    return Files.exists(file)
        ? Files.isRegularFile(file) && Files.isWritable(file)
        : Files.isDirectory(file.getParent()) && Files.isWritable(file.getParent());
  }

  private Limits limits() {
    try {
      return Limits.named(limits);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), "--limits: " + e.getMessage());
    }
  }

  private void refuseUnless(boolean fine, String message) {
    if (!fine) {
      throw new CommandLine.ParameterException(spec.commandLine(), message);
    }
  }

  /** {@code mysql} or {@code postgres}, in either case. */
  public static final class KindConverter implements ITypeConverter<Shop.Kind> {
    @Override
    public Shop.Kind convert(String text) {
      try {
        return Shop.Kind.valueOf(text.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw new CommandLine.TypeConversionException("'" + text + "': expected mysql or postgres");
      }
    }
  }

  /** A whole number and ms, s, m or h. */
  static final class DurationConverter implements ITypeConverter<Duration> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    @Override
    public Duration convert(String text) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        throw new CommandLine.TypeConversionException(
            "'" + text + "': expected a number with ms, s, m or h, such as 60s");
      }
      long number = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "ms" -> Duration.ofMillis(number);
        case "s" -> Duration.ofSeconds(number);
        case "m" -> Duration.ofMinutes(number);
        default -> Duration.ofHours(number);
      };
    }
  }
}
