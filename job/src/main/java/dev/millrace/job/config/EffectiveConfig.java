package dev.millrace.job.config;

import dev.millrace.cdc.SourceOptions;
import dev.millrace.cdc.SourceType;
import dev.millrace.cdc.postgres.PostgresChangeSource;
import dev.millrace.change.TableId;
import dev.millrace.crm.CrmConnectors;
import dev.millrace.crm.SinkOptions;
import dev.millrace.crm.auth.AuthOptions;
import dev.millrace.crm.auth.AuthType;
import dev.millrace.crm.operator.DeadLetterOptions;
import dev.millrace.crm.operator.DeadLetterType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.util.TimeUtils;

/** A configuration as it is in effect: every layer laid over the other, defaults filled in. */
public final class EffectiveConfig {

  private static final String MASK = "'******'";

  private static final Set<AuthType> OAUTH =
      Set.of(AuthType.REFRESH_TOKEN, AuthType.CLIENT_CREDENTIALS, AuthType.JWT_BEARER);

  private final JobConfig config;
  private final CommentedLines lines = new CommentedLines();

  private EffectiveConfig(JobConfig config) {
    this.config = config;
  }

  /**
   * YAML that can be given as a file again, but for secrets that are not references; behind each
   * value, as a comment, where it comes from.
   */
  public static String yaml(JobConfig config) {
    EffectiveConfig effective = new EffectiveConfig(config);
    effective.write();
    return effective.lines.toString();
  }

  private void write() {
    lines.add(Document.SOURCE + ":");
    for (int i = 0; i < config.sources().size(); i++) {
      source(config.sources().get(i), Document.SOURCE + '[' + i + ']');
    }
    Configuration sink = config.sink();
    lines.add(Document.SINK + ":");
    OptionSet crm = Options.crms().get(sink.get(SinkOptions.TYPE));
    String baseUrl = CrmConnectors.baseUrl(sink);
    sink.set(SinkOptions.BASE_URL, baseUrl);
    Set<String> foreign = foreign(sink.get(AuthOptions.TYPE));
    section(Document.SINK, "  ", Options.sink().and(crm.options()), sink, foreign);
    lines.add(Document.MAPPINGS + ":");
    for (int i = 0; i < config.mappings().size(); i++) {
      mapping(config.mappings().get(i), Document.MAPPINGS + '[' + i + ']');
    }
    lines.add(Document.DELIVERY + ":");
    section(Document.DELIVERY, "  ", Options.delivery(), config.delivery(), Set.of());
    Configuration deadLetters = config.deadLetters();
    if (!deadLetters.toMap().isEmpty()) {
      boolean file = deadLetters.get(DeadLetterOptions.TYPE) == DeadLetterType.FILE;
      Set<String> ofHttp = file ? Set.of(DeadLetterOptions.REQUEST_TIMEOUT.key()) : Set.of();
      lines.add(Document.DEAD_LETTERS + ":");
      section(Document.DEAD_LETTERS, "  ", Options.deadLetters(), deadLetters, ofHttp);
    }
    lines.add(Document.PIPELINE + ":");
    section(Document.PIPELINE, "  ", Options.pipeline(), config.pipeline(), Set.of());
  }

  private void source(SourceConfig source, String path) {
    Configuration options = new Configuration((Configuration) source.options());
    options.set(SourceConfig.NAME, source.name());
    options.set(SourceOptions.PORT, SourceOptions.port(options));
    options.set(
        SourceOptions.TABLES,
        source.tables().stream().map(TableId::toString).collect(Collectors.toList()));
    if (options.get(SourceOptions.TYPE) == SourceType.POSTGRES) {
      options.set(SourceOptions.PUBLICATION_NAME, PostgresChangeSource.publicationName(options));
    }
    section(path, "  - ", Options.source(), options, Set.of());
  }

  /** Options whose defaults count for other ways to log in. */
  private static Set<String> foreign(AuthType type) {
    String client = AuthOptions.CLIENT_AUTHENTICATION.key();
    String audience = AuthOptions.AUDIENCE.key();
    if (type == AuthType.JWT_BEARER) {
      return Set.of(client);
    } else if (OAUTH.contains(type)) {
      return Set.of(audience);
    }
    return type == AuthType.TOKEN
        ? Set.of(client, audience)
        : Set.of(client, audience, AuthOptions.HEADER.key(), AuthOptions.SCHEME.key());
  }

  /**
   * @param foreign keys that are left out where they have their default
   */
  private void section(
      String path,
      String firstIndent,
      OptionSet options,
      ReadableConfig config,
      Set<String> foreign) {
    String indent = firstIndent;
    for (ConfigOption<?> option : options.options()) {
      Object value = config.get(option);
      if (value instanceof Map) {
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
          line(path, indent, option.key() + '.' + entry.getKey(), entry.getValue());
          indent = firstIndent.replace('-', ' ');
        }
      } else if (value != null
          && (!foreign.contains(option.key()) || config.getOptional(option).isPresent())) {
        line(path, indent, option.key(), value);
        indent = firstIndent.replace('-', ' ');
      }
    }
  }

  private void line(String path, String indent, String key, Object value) {
    String text = String.valueOf(value);
    String written;
    if (OptionType.isSecret(key) && !text.startsWith("${")) {
      written = MASK;
    } else if (path.equals(Document.DEAD_LETTERS) && key.equals(DeadLetterOptions.URL.key())) {
      // What it is posted to may know its callers by the path alone.
      written = quoted(text.replaceFirst("(?<=[^/:])[/?#].+$", "/******"));
    } else if (value instanceof Iterable) {
      written = text;
    } else if (value instanceof Duration) {
      written = TimeUtils.formatWithHighestUnit((Duration) value);
    } else {
      written = value instanceof String ? quoted(text) : text;
    }
    lines.add(indent + key + ": " + written, config.origin(path + '.' + key));
  }

  private void mapping(MappingConfig mapping, String path) {
    line(path, "  - ", MappingOptions.SOURCE.key(), mapping.source());
    line(path, "    ", MappingOptions.TABLE.key(), mapping.table().toString());
    line(path, "    ", MappingOptions.OBJECT.key(), mapping.object());
    line(path, "    ", MappingOptions.ID.key(), mapping.id());
    if (mapping.filter() != null) {
      line(path, "    ", MappingOptions.FILTER.key(), mapping.filter());
    }
    if (mapping.parent() != null) {
      line(path, "    ", MappingOptions.PARENT.key(), mapping.parent());
    }
    String fields = MappingOptions.FIELDS.key();
    lines.add("    " + fields + ":");
    // Expressions and field names are no secrets, whatever words are in them.
    mapping
        .fields()
        .forEach((name, text) -> entry("      ", name, quoted(text), path + '.' + fields));
    associations(mapping.associations(), path + '.' + MappingOptions.ASSOCIATE.key());
    OnDelete onDelete = mapping.onDelete();
    String key = MappingOptions.ON_DELETE.key();
    if (onDelete.kind() != OnDelete.Kind.SET) {
      line(path, "    ", key, onDelete.toString());
      return;
    }
    lines.add("    " + key + ":");
    lines.add("      set:");
    onDelete
        .values()
        .forEach(
            (field, value) ->
                entry(
                    "        ",
                    field,
                    value instanceof String ? quoted((String) value) : String.valueOf(value),
                    path + '.' + key + ".set"));
  }

  private void associations(List<AssociateConfig> associations, String path) {
    if (!associations.isEmpty()) {
      lines.add("    " + MappingOptions.ASSOCIATE.key() + ":");
    }
    for (int i = 0; i < associations.size(); i++) {
      // A single one may be written without a list around it.
      String single = config.origin(path + ".to");
      String at = "default".equals(single) ? path + '.' + i : path;
      AssociateConfig associate = associations.get(i);
      entry("      - ", "to", quoted(associate.association().object()), at);
      entry("        ", "by", quoted(associate.by()), at);
    }
  }

  private void entry(String indent, String key, String value, String path) {
    lines.add(indent + quoted(key) + ": " + value, config.origin(path + '.' + key));
  }

  private static String quoted(String text) {
    boolean plain =
        text.matches("[A-Za-z]([A-Za-z0-9_./:-]*[A-Za-z0-9])?")
            && !text.contains(": ")
            && Setting.text(Place.outside(""), text, false).typed() instanceof String;
    return plain ? text : '\'' + text.replace("'", "''") + '\'';
  }
}
