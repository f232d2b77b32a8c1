package dev.millrace.cluster;

import dev.millrace.local.EndSignals;
import dev.millrace.local.Quiet;
import dev.millrace.local.load.Shop;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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

  @Option(
      names = "--source",
      paramLabel = "mysql|postgres",
      defaultValue = "postgres",
      description = "The database. Default: ${DEFAULT-VALUE}.")
  private String source;

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

  private volatile RehearsalRun run;

  public static void main(String[] arguments) {
    Quiet.javaUtilLogging();
    Rehearsal rehearsal = new Rehearsal();
    EndSignals.endWith(rehearsal::end);
    EndSignals.exit(new CommandLine(rehearsal).execute(arguments));
  }

  private void end() {
    if (run != null) {
      run.close();
    }
  }

  @Override
  public Integer call() {
    run =
        new RehearsalRun(
            Path.of(System.getProperty("millrace.cluster.scripts")),
            Path.of(System.getProperty("millrace.examples")),
            Path.of(System.getProperty("millrace.uber-jar")),
            Path.of(System.getProperty("millrace.cluster.folder")));
    try (RehearsalRun open = run) {
      open.run(Shop.Kind.valueOf(source.toUpperCase(Locale.ROOT)), rows, rate);
      return 0;
    } catch (Exception e) {
      run.say("FAILED: " + e.getMessage());
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        run.say("  because: " + cause);
      }
      return 1;
    }
  }
}
