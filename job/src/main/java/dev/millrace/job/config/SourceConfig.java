package dev.millrace.job.config;

import dev.millrace.change.TableId;
import java.util.List;
import java.util.Objects;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;

/** One {@code source}: a database whose log is read. */
public final class SourceConfig {

  public static final ConfigOption<String> NAME =
      ConfigOptions.key("name")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "What mappings call the source where there is more than one. Savepoints know the source by it: do not change it between runs. Default: the type.");

  private final String name;
  private final Configuration options;
  private final List<TableId> tables;

  public SourceConfig(String name, Configuration options, List<TableId> tables) {
    this.name = Objects.requireNonNull(name, "name");
    this.options = new Configuration(options);
    this.tables = List.copyOf(tables);
  }

  /**
   * Unique among the sources; part of the operators' uids, so a savepoint knows its source by it.
   */
  public String name() {
    return name;
  }

  /** Options of the section, keys without {@code source.}. */
  public ReadableConfig options() {
    return options;
  }

  /** The tables to read, in the order of the file: those given, else those of the mappings. */
  public List<TableId> tables() {
    return tables;
  }

  @Override
  public String toString() {
    return name + ' ' + tables;
  }
}
