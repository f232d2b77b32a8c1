package dev.millrace.job.command;

import dev.millrace.job.config.EffectiveConfig;
import dev.millrace.job.config.JobConfig;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Tells whether a configuration can be run, and starts nothing. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Asks databases and CRM whether a configuration can work. Starts nothing.",
    footer = Millrace.FOOTER)
final class CheckCommand implements Callable<Integer> {

  @Mixin private ConfigArguments arguments;

  // Not in the mixin: picocli looks for it in the command alone.
  @Unmatched private final List<String> settings = new ArrayList<>();

  @Option(
      names = "--print",
      description =
          "Print the configuration as it is in effect and where each value comes from, secrets as"
              + " references.")
  private boolean print;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Refusal {
    PrintWriter out = spec.commandLine().getOut();
    JobConfig config = arguments.load(settings);
    if (print) {
      out.print(EffectiveConfig.yaml(config));
      out.flush();
    }
    Preflight.check(config).forEach(out::println);
    int mappings = config.mappings().size();
    out.println(mappings + (mappings == 1 ? " mapping" : " mappings") + ", no fault.");
    return Millrace.OK;
  }
}
