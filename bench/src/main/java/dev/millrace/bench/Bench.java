package dev.millrace.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Measurements and runs with faults, each a command. */
@Command(
    name = "bench/run",
    mixinStandardHelpOptions = true,
    description = "Shows by measuring what Millrace promises.",
    subcommands = HotKeys.class)
final class Bench {

  private Bench() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Bench()).execute(arguments));
  }
}
