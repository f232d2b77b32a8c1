package dev.millrace.job.command;

import dev.millrace.check.Fault;
import dev.millrace.job.config.ConfigException;
import dev.millrace.job.config.ConfigLoader;
import dev.millrace.job.config.JobConfig;
import dev.millrace.job.config.Layers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.fs.FileSystem;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Where a command's configuration comes from: {@code --config} and any {@code --key value}; on
 * {@link ManagedFlink} its group of properties.
 */
final class ConfigArguments {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration, a YAML file on the machine where this runs.")
  private Path file;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /**
   * Reads the file.
   *
   * @param settings the command's other arguments, {@code --key value}; a wrong one is a fault
   */
  JobConfig load(List<String> settings) throws Refusal {
    Map<String, String> properties = new TreeMap<>(ManagedFlink.properties());
    String config = properties.remove(ManagedFlink.CONFIG);
    Layers layers = new Layers(properties, System.getenv(), settings);
    try {
      if (file != null) {
        return ConfigLoader.load(file, layers);
      }
      if (config != null) {
        return ConfigLoader.parse(config, read(config), layers);
      }
      if (properties.isEmpty()) {
        throw new ParameterException(
            command.commandLine(), "Missing required option: '--config=FILE'");
      }
      return ConfigLoader.of(layers);
    } catch (ConfigException e) {
      throw new Refusal(e.faults());
    }
  }

  /** From any file system that Flink knows, such as {@code s3://}. */
  private static String read(String config) throws Refusal {
    org.apache.flink.core.fs.Path path = new org.apache.flink.core.fs.Path(config);
    try {
      FileSystem files = path.getFileSystem();
      try (InputStream in = files.open(path)) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new Refusal(
          List.of(
              new Fault(
                  "property " + ManagedFlink.CONFIG,
                  config + " cannot be read: " + e.getMessage(),
                  "a YAML file in a file system that Flink knows",
                  "the property, or the right to read what it names")));
    }
  }
}
