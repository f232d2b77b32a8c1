package dev.millrace.job.config;

import java.util.List;
import java.util.Map;

/** What is laid over the file; a later one wins: properties, environment, arguments. */
public final class Layers {

  /** Nothing over the file. */
  public static final Layers NONE = new Layers(Map.of(), Map.of(), List.of());

  private final Map<String, String> properties;
  private final Map<String, String> environment;
  private final List<String> arguments;

  /**
   * @param properties managed Flink's property group {@code millrace}: the keys of arguments
   *     without their dashes
   * @param environment the process's variables, of which {@code MILLRACE_SOURCE_HOSTNAME} and the
   *     like are looked at
   * @param arguments {@code --key value} or {@code --key=value}
   */
  public Layers(
      Map<String, String> properties, Map<String, String> environment, List<String> arguments) {
    this.properties = Map.copyOf(properties);
    this.environment = Map.copyOf(environment);
    this.arguments = List.copyOf(arguments);
  }

  /** This process's environment and these arguments. */
  public static Layers of(List<String> arguments) {
    return new Layers(Map.of(), System.getenv(), arguments);
  }

  Map<String, String> properties() {
    return properties;
  }

  Map<String, String> environment() {
    return environment;
  }

  List<String> arguments() {
    return arguments;
  }
}
