package dev.millrace.job.command;

import dev.millrace.job.config.ConfigException;
import dev.millrace.job.config.ConfigLoader;
import dev.millrace.job.config.JobConfig;
import dev.millrace.job.config.Layers;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Where a command's configuration comes from: {@code --config} and any {@code --key value}. */
final class ConfigArguments {

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The configuration, a YAML file on the machine where this runs.")
  private Path file;

  /**
   * Reads the file.
   *
   * @param settings the command's other arguments, {@code --key value}; a wrong one is a fault
   */
  JobConfig load(List<String> settings) throws Refusal {
    try {
      return ConfigLoader.load(file, Layers.of(settings));
    } catch (ConfigException e) {
      throw new Refusal(e.faults());
    }
  }
}
