package dev.millrace.job.config;

import dev.millrace.crm.SinkOptions;
import dev.millrace.crm.auth.AuthOptions;
import dev.millrace.crm.auth.AuthType;
import dev.millrace.crm.operator.DeadLetterOptions;
import dev.millrace.crm.operator.DeadLetterType;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/**
 * Reads a configuration: the file, over it managed Flink's properties, over them the environment,
 * over it the arguments. What none of them says has its option's default.
 */
public final class ConfigLoader {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:([^}]+)}");

  private final Faults faults = new Faults();
  private final SectionReader sections = new SectionReader(faults);

  private ConfigLoader() {}

  /**
   * Reads the file and what is laid over it.
   *
   * @throws ConfigException with every fault that shows without asking a database or a CRM
   */
  public static JobConfig load(Path file, Layers layers) throws ConfigException {
    String yaml;
    try {
      yaml = Files.readString(file);
    } catch (IOException e) {
      Faults faults = new Faults();
      faults.add(
          Place.file(file.toString(), ""),
          e instanceof NoSuchFileException
              ? "no such file"
              : e instanceof CharacterCodingException
                  ? "not UTF-8"
                  : "cannot be read: " + e.getMessage(),
          "a readable YAML file in UTF-8");
      throw new ConfigException(faults.all());
    }
    return parse(file.toString(), yaml, layers);
  }

  /**
   * As {@link #load}, of a text.
   *
   * @param name what faults call the text: {@code shop.yaml}
   */
  public static JobConfig parse(String name, String yaml, Layers layers) throws ConfigException {
    ConfigLoader loader = new ConfigLoader();
    return loader.read(YamlReader.read(name, yaml, loader.faults), layers);
  }

  /**
   * As {@link #load}, without a file: the layers are all there is.
   *
   * @throws ConfigException with every fault that shows without asking a database or a CRM
   */
  public static JobConfig of(Layers layers) throws ConfigException {
    return new ConfigLoader().read(new Document("properties"), layers);
  }

  private JobConfig read(Document document, Layers layers) throws ConfigException {
    if (!faults.isEmpty() && document.isEmpty()) {
      throw new ConfigException(faults.all());
    }
    Overlay overlay = new Overlay(document, faults);
    overlay.properties(layers.properties());
    overlay.environment(layers.environment(), variableKeys(), referenced(document));
    overlay.arguments(layers.arguments());

    require(document.name(), Document.SOURCE, !document.sources().isEmpty());
    require(document.name(), Document.SINK, document.others().containsKey(Document.SINK));
    require(document.name(), Document.MAPPINGS, !document.mappings().isEmpty());

    SourceReader sources = new SourceReader(sections, faults);
    sources.read(document.sources());
    List<MappingConfig> mappings =
        new MappingReader(sections, sources, crm(document.others().get(Document.SINK)), faults)
            .read(document.mappings());
    Configuration sink = sink(document);
    Configuration delivery = other(document, Document.DELIVERY, Options.delivery());
    Configuration deadLetters = deadLetters(document);
    Configuration pipeline = other(document, Document.PIPELINE, Options.pipeline());
    boolean mappingsWhole = mappings.size() == document.mappings().size();
    List<SourceConfig> built =
        mappingsWhole && !mappings.isEmpty() ? sources.build(mappings) : List.of();
    if (!faults.isEmpty()) {
      throw new ConfigException(faults.all());
    }
    return new JobConfig(
        built, sink, mappings, delivery, deadLetters, pipeline, document.origins());
  }

  private void require(String file, String section, boolean there) {
    if (!there) {
      faults.add(Place.file(file, section), "missing", "the section " + section);
    }
  }

  private Configuration sink(Document document) {
    Section section = document.others().get(Document.SINK);
    if (section == null) {
      return new Configuration();
    }
    Map<String, OptionSet> crms = Options.crms();
    Setting type = section.get(SinkOptions.TYPE.key());
    String crm = crm(section);
    if (crm == null) {
      // Whose keys the others are cannot be told, so only the type is.
      faults.add(
          section.place(SinkOptions.TYPE.key()),
          type == null ? "missing" : "unknown CRM " + type.found(),
          type == null || type.text() == null
              ? "one of " + String.join(", ", crms.keySet())
              : Nearest.expected(type.text(), crms.keySet()));
      return new Configuration();
    }
    Configuration sink =
        sections.read(
            section, Options.sink().and(crms.get(crm).options()), authType(section).required());
    sink.getOptional(SinkOptions.BASE_URL)
        .ifPresent(url -> address(section, SinkOptions.BASE_URL, url));
    return sink;
  }

  /** The sink's type; null when it is none. */
  private static String crm(Section sink) {
    Setting type = sink == null ? null : sink.get(SinkOptions.TYPE.key());
    return type != null && type.text() != null && Options.crms().containsKey(type.text().trim())
        ? type.text().trim()
        : null;
  }

  /** How to log in; a word that is none is told of as any other wrong value. */
  private static AuthType authType(Section section) {
    Setting word = section.get(AuthOptions.TYPE.key());
    return Stream.of(AuthType.values())
        .filter(type -> word != null && type.toString().equalsIgnoreCase(word.text()))
        .findFirst()
        .orElse(AuthType.TOKEN);
  }

  private void address(Section section, ConfigOption<String> option, String url) {
    Optional<URI> uri = Optional.empty();
    try {
      uri = Optional.of(new URI(url));
    } catch (URISyntaxException e) {
      // Told below; the exception would repeat the text, which may hold a password.
    }
    boolean good =
        uri.isPresent()
            && uri.get().getHost() != null
            && uri.get().getUserInfo() == null
            && Set.of("http", "https").contains(String.valueOf(uri.get().getScheme()));
    if (!good) {
      faults.add(
          section.place(option.key()),
          url.contains("@") ? "an address with a user or password" : Faults.quote(url),
          "https://host or http://host:port");
    }
  }

  private Configuration deadLetters(Document document) {
    Section section = document.others().get(Document.DEAD_LETTERS);
    if (section == null) {
      return new Configuration();
    }
    Configuration read =
        sections.read(section, Options.deadLetters(), Set.of(DeadLetterOptions.TYPE.key()));
    Optional<DeadLetterType> type = read.getOptional(DeadLetterOptions.TYPE);
    if (type.isPresent()) {
      ConfigOption<String> place =
          type.get() == DeadLetterType.FILE ? DeadLetterOptions.DIRECTORY : DeadLetterOptions.URL;
      if (!read.contains(place)) {
        faults.add(section.place(place.key()), "missing", "a text");
      } else if (type.get() == DeadLetterType.HTTP) {
        address(section, DeadLetterOptions.URL, read.get(DeadLetterOptions.URL));
      }
    }
    return read;
  }

  private Configuration other(Document document, String name, OptionSet options) {
    Section section = document.others().get(name);
    return section == null ? new Configuration() : sections.read(section, options, Set.of());
  }

  /**
   * Keys that an environment variable can set; fields' names are the CRM's and cannot be told
   * apart.
   */
  private static Map<String, Set<String>> variableKeys() {
    Set<String> sink = new LinkedHashSet<>(Options.sink().keys());
    Options.crms().values().forEach(options -> sink.addAll(options.keys()));
    Set<String> mapping = new LinkedHashSet<>(Options.mapping().keys());
    mapping.remove(MappingOptions.FIELDS.key());
    mapping.remove(MappingOptions.ASSOCIATE.key());
    Map<String, Set<String>> keys = new LinkedHashMap<>();
    keys.put(Document.SOURCE, Options.source().keys());
    keys.put(Document.SINK, sink);
    keys.put(Document.MAPPINGS, mapping);
    keys.put(Document.DELIVERY, Options.delivery().keys());
    keys.put(Document.DEAD_LETTERS, Options.deadLetters().keys());
    keys.put(Document.PIPELINE, Options.pipeline().keys());
    return keys;
  }

  private static Set<String> referenced(Document document) {
    Set<String> names = new LinkedHashSet<>();
    document
        .sections()
        .forEach(
            section ->
                section
                    .settings()
                    .values()
                    .forEach(
                        setting -> {
                          Matcher matcher = VARIABLE.matcher(String.valueOf(setting.text()));
                          while (matcher.find()) {
                            names.add(matcher.group(1));
                          }
                        }));
    return names;
  }
}
