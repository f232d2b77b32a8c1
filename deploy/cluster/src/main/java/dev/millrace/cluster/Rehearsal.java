package dev.millrace.cluster;

import dev.millrace.job.command.Millrace;
import dev.millrace.job.command.WrongArgument;
import dev.millrace.local.Demo;
import dev.millrace.local.EndSignals;
import dev.millrace.local.Quiet;
import dev.millrace.local.load.Shop;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Command line of {@code deploy/cluster/rehearsal}. */
@Command(
    name = "rehearsal",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Starts a Flink cluster, a database with load on it and a CRM simulator; kills TaskManager"
            + " and JobManager, changes the mapping, rescales; and compares every record with its"
            + " row.",
    footer = "Exit codes: 0 all came as it must, 1 it did not, 2 wrong arguments.")
public final class Rehearsal implements Callable<Integer> {

  // The load picks among them.
  private static final int LEAST_ROWS = 1000;

  @Option(
      names = "--source",
      paramLabel = "mysql|postgres",
      defaultValue = "postgres",
      converter = Demo.KindConverter.class,
      description = "The database. Default: ${DEFAULT-VALUE}.")
  private Shop.Kind source;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "200",
      description = "Row changes to commit a second. Default: ${DEFAULT-VALUE}.")
  private double rate;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "4000",
      description = "Customers that are there before the job. Default: ${DEFAULT-VALUE}.")
  private int rows;

  @Spec private CommandSpec spec;

  private volatile RehearsalRun run;

  public static void main(String[] arguments) {
    Quiet.javaUtilLogging();
    Rehearsal rehearsal = new Rehearsal();
    EndSignals.endWith(rehearsal::end);
    EndSignals.exit(commandLine(rehearsal).execute(arguments));
  }

  static CommandLine commandLine(Rehearsal rehearsal) {
    return new CommandLine(rehearsal)
        .setParameterExceptionHandler(
            (wrong, arguments) -> {
              wrong.getCommandLine().getErr().println(WrongArgument.text(wrong));
              return Millrace.REFUSED;
            });
  }

  private void end() {
    if (run != null) {
      run.close();
    }
  }

  @Override
  public Integer call() throws IOException {
    refuseUnless(rate > 0, "--rate must be above 0");
    refuseUnless(rows >= LEAST_ROWS, "--rows must be at least " + LEAST_ROWS);
    Path folder = Path.of(System.getProperty("millrace.cluster.folder"));
    try (FileChannel lock =
        FileChannel.open(
            folder.resolveSibling("rehearsal.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      if (lock.tryLock() == null) {
        spec.commandLine()
            .getErr()
            .println(
                "Another rehearsal uses " + folder + ": wait for its end. Nothing was started.");
        return 1;
      }
      return rehearse(folder);
    }
  }

  private int rehearse(Path folder) {
    run =
        new RehearsalRun(
            Path.of(System.getProperty("millrace.cluster.scripts")),
            Path.of(System.getProperty("millrace.examples")),
            Path.of(System.getProperty("millrace.uber-jar")),
            folder);
    try (RehearsalRun open = run) {
      open.clear();
      open.run(source, rows, rate);
      return 0;
    } catch (Exception e) {
      run.say("FAILED: " + e.getMessage());
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        run.say("  because: " + cause);
      }
      return 1;
    }
  }

  private void refuseUnless(boolean fine, String message) {
    if (!fine) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
