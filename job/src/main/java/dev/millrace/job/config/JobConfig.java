package dev.millrace.job.config;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;

/**
 * What a job is to do, free of faults that show without asking a database or a CRM. Secrets stand
 * in it as references only. Made by {@link ConfigLoader}.
 */
public final class JobConfig {

  private final List<SourceConfig> sources;
  private final Configuration sink;
  private final List<MappingConfig> mappings;
  private final Configuration delivery;
  private final Configuration deadLetters;
  private final Configuration pipeline;
  private final Map<String, String> origins;

  /**
   * @param origins where each value comes from that has no default, by what {@link #origin} takes
   */
  public JobConfig(
      List<SourceConfig> sources,
      Configuration sink,
      List<MappingConfig> mappings,
      Configuration delivery,
      Configuration deadLetters,
      Configuration pipeline,
      Map<String, String> origins) {
    this.sources = List.copyOf(sources);
    this.sink = new Configuration(sink);
    this.mappings = List.copyOf(mappings);
    this.delivery = new Configuration(delivery);
    this.deadLetters = new Configuration(deadLetters);
    this.pipeline = new Configuration(pipeline);
    this.origins = Map.copyOf(origins);
  }

  /** At least one. */
  public List<SourceConfig> sources() {
    return sources;
  }

  /** Options of {@code sink}, keys without {@code sink.}; a copy. */
  public Configuration sink() {
    return new Configuration(sink);
  }

  /** At least one, in the order of the file. */
  public List<MappingConfig> mappings() {
    return mappings;
  }

  /**
   * The mappings of one source's tables, in the order of the file; more than one may name the same
   * table.
   */
  public List<MappingConfig> mappings(SourceConfig source) {
    return mappings.stream()
        .filter(mapping -> mapping.source().equals(source.name()))
        .collect(Collectors.toUnmodifiableList());
  }

  /** Options of {@code delivery}, keys without {@code delivery.}; a copy. */
  public Configuration delivery() {
    return new Configuration(delivery);
  }

  /**
   * Options of {@code dead-letters}, keys without {@code dead-letters.}; a copy. Empty where there
   * is no such section: then a refused record stops the job.
   */
  public Configuration deadLetters() {
    return new Configuration(deadLetters);
  }

  /** Options of {@code pipeline}: {@link PipelineOptions}. */
  public ReadableConfig pipeline() {
    return pipeline;
  }

  /**
   * Where a value comes from: {@code shop.yaml:12}, {@code argument --source.port}, {@code
   * default}.
   *
   * @param path {@code source[0].port}, {@code mappings[1].fields.email}, {@code delivery.linger}
   */
  String origin(String path) {
    return origins.getOrDefault(path, "default");
  }
}
