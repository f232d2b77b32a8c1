package dev.millrace.job.config;

import dev.millrace.crm.SinkOptions;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.util.TimeUtils;

/** A configuration as it is in effect: every layer laid over the other, defaults filled in. */
public final class EffectiveConfig {

  private static final String MASK = "'******'";

  private EffectiveConfig() {}

  /** YAML that can be given as a file again, but for secrets that are not references. */
  public static String yaml(JobConfig config) {
    StringBuilder yaml = new StringBuilder();
    yaml.append(Document.SOURCE).append(":\n");
    for (SourceConfig source : config.sources()) {
      Configuration options = new Configuration((Configuration) source.options());
      options.set(SourceConfig.NAME, source.name());
      section(yaml, "  - ", Options.source(), options);
    }
    Configuration sink = config.sink();
    yaml.append(Document.SINK).append(":\n");
    OptionSet crm = Options.crms().get(sink.get(SinkOptions.TYPE));
    section(yaml, "  ", Options.sink().and(crm.options()), sink);
    yaml.append(Document.MAPPINGS).append(":\n");
    config.mappings().forEach(mapping -> mapping(yaml, mapping));
    yaml.append(Document.DELIVERY).append(":\n");
    section(yaml, "  ", Options.delivery(), config.delivery());
    if (!config.deadLetters().toMap().isEmpty()) {
      yaml.append(Document.DEAD_LETTERS).append(":\n");
      section(yaml, "  ", Options.deadLetters(), config.deadLetters());
    }
    yaml.append(Document.PIPELINE).append(":\n");
    section(yaml, "  ", Options.pipeline(), config.pipeline());
    return yaml.toString();
  }

  private static void section(
      StringBuilder yaml, String firstIndent, OptionSet options, ReadableConfig config) {
    String indent = firstIndent;
    for (ConfigOption<?> option : options.options()) {
      Object value = config.get(option);
      if (value instanceof Map) {
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
          line(yaml, indent, option.key() + '.' + entry.getKey(), entry.getValue());
          indent = firstIndent.replace('-', ' ');
        }
      } else if (value != null) {
        line(yaml, indent, option.key(), value);
        indent = firstIndent.replace('-', ' ');
      }
    }
  }

  private static void line(StringBuilder yaml, String indent, String key, Object value) {
    yaml.append(indent).append(key).append(": ");
    String text = String.valueOf(value);
    if (OptionType.isSecret(key) && !text.startsWith("${")) {
      yaml.append(MASK);
    } else if (value instanceof Iterable) {
      yaml.append(value);
    } else if (value instanceof Duration) {
      yaml.append(TimeUtils.formatWithHighestUnit((Duration) value));
    } else {
      yaml.append(value instanceof String ? quoted(text) : text);
    }
    yaml.append('\n');
  }

  private static void mapping(StringBuilder yaml, MappingConfig mapping) {
    line(yaml, "  - ", MappingOptions.SOURCE.key(), mapping.source());
    line(yaml, "    ", MappingOptions.TABLE.key(), mapping.table().toString());
    line(yaml, "    ", MappingOptions.OBJECT.key(), mapping.object());
    line(yaml, "    ", MappingOptions.ID.key(), mapping.id());
    if (mapping.filter() != null) {
      line(yaml, "    ", MappingOptions.FILTER.key(), mapping.filter());
    }
    if (mapping.parent() != null) {
      line(yaml, "    ", MappingOptions.PARENT.key(), mapping.parent());
    }
    yaml.append("    ").append(MappingOptions.FIELDS.key()).append(":\n");
    // Expressions and field names are no secrets, whatever words are in them.
    mapping.fields().forEach((field, text) -> entry(yaml, "      ", field, quoted(text)));
    if (!mapping.associations().isEmpty()) {
      yaml.append("    ").append(MappingOptions.ASSOCIATE.key()).append(":\n");
    }
    for (AssociateConfig associate : mapping.associations()) {
      entry(yaml, "      - ", "to", quoted(associate.association().object()));
      entry(yaml, "        ", "by", quoted(associate.by()));
    }
    OnDelete onDelete = mapping.onDelete();
    if (onDelete.kind() != OnDelete.Kind.SET) {
      line(yaml, "    ", MappingOptions.ON_DELETE.key(), onDelete.toString());
      return;
    }
    yaml.append("    ").append(MappingOptions.ON_DELETE.key()).append(":\n      set:\n");
    onDelete
        .values()
        .forEach(
            (field, value) ->
                entry(
                    yaml,
                    "        ",
                    field,
                    value instanceof String ? quoted((String) value) : String.valueOf(value)));
  }

  private static void entry(StringBuilder yaml, String indent, String key, String value) {
    yaml.append(indent).append(quoted(key)).append(": ").append(value).append('\n');
  }

  private static String quoted(String text) {
    boolean plain =
        text.matches("[A-Za-z]([A-Za-z0-9_./:-]*[A-Za-z0-9])?")
            && !text.contains(": ")
            && Setting.text(Place.outside(""), text, false).typed() instanceof String;
    return plain ? text : '\'' + text.replace("'", "''") + '\'';
  }
}
