package dev.millrace.job.config;

import dev.millrace.cdc.ChangeSource;
import dev.millrace.cdc.SourceOptions;
import dev.millrace.cdc.SourceType;
import dev.millrace.cdc.postgres.PostgresChangeSource;
import dev.millrace.change.TableId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/** Reads the {@code source} sections. */
final class SourceReader {

  private static final Pattern SERVER_IDS = Pattern.compile("\\d{1,10}(-\\d{1,10})?");

  private final SectionReader sections;
  private final Faults faults;
  private final Map<String, Read> byName = new LinkedHashMap<>();

  SourceReader(SectionReader sections, Faults faults) {
    this.sections = sections;
    this.faults = faults;
  }

  void read(List<Section> sources) {
    sources.forEach(this::read);
  }

  private void read(Section section) {
    Optional<SourceType> type = type(section);
    Set<String> required = new LinkedHashSet<>();
    required.add(SourceOptions.TYPE.key());
    required.add(SourceOptions.HOSTNAME.key());
    required.add(SourceOptions.USERNAME.key());
    required.add(SourceOptions.PASSWORD.key());
    if (type.isPresent() && type.get() == SourceType.POSTGRES) {
      required.add(SourceOptions.DATABASE.key());
      required.add(SourceOptions.SLOT_NAME.key());
    }
    Configuration options = sections.read(section, Options.source(), required);
    type.ifPresent(known -> refuseForeign(section, known));
    port(section, options);
    forms(section);

    String name =
        options
            .getOptional(SourceConfig.NAME)
            .orElseGet(() -> type.map(SourceType::toString).orElse(section.path()));
    Read first = byName.putIfAbsent(name, new Read(section, options, type, tables(section, type)));
    if (first != null) {
      faults.add(
          section.place(SourceConfig.NAME.key()),
          "a second source with the name " + Faults.quote(name),
          "a name of its own, since " + first.section.place() + " has that one");
    }
  }

  private static Optional<SourceType> type(Section section) {
    Setting setting = section.get(SourceOptions.TYPE.key());
    for (SourceType type : SourceType.values()) {
      if (setting != null && type.toString().equalsIgnoreCase(setting.text())) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  private void refuseForeign(Section section, SourceType type) {
    boolean mysql = type == SourceType.MYSQL;
    for (String key : mysql ? Options.POSTGRES_ONLY : Options.MYSQL_ONLY) {
      if (section.get(key) != null) {
        faults.add(
            section.place(key),
            "a key of " + (mysql ? SourceType.POSTGRES : SourceType.MYSQL) + " sources",
            "none such, since the type is " + type,
            "leave it out");
      }
    }
  }

  private void port(Section section, Configuration options) {
    if (options.getOptional(SourceOptions.PORT).orElse(1) > 65_535) {
      faults.add(
          section.place(SourceOptions.PORT.key()),
          section.get(SourceOptions.PORT.key()).found(),
          "a port, 1 to 65535");
    }
  }

  private void forms(Section section) {
    form(
        section,
        SourceOptions.SLOT_NAME,
        PostgresChangeSource.SLOT_NAME,
        "a slot's name, up to 63 of a-z, 0-9 and _");
    form(section, SourceOptions.SERVER_ID, SERVER_IDS, "a number or a range of numbers, 5400-5407");
  }

  private void form(
      Section section, ConfigOption<String> option, Pattern pattern, String expected) {
    Setting setting = section.get(option.key());
    if (setting != null
        && setting.text() != null
        && !setting.isNothing()
        && !pattern.matcher(setting.text().trim()).matches()) {
      faults.add(setting.place(), setting.found(), expected);
    }
  }

  private Optional<List<TableId>> tables(Section section, Optional<SourceType> type) {
    Setting setting = section.get(SourceOptions.TABLES.key());
    if (setting == null || setting.isNothing()) {
      return Optional.empty();
    }
    List<TableId> tables = new ArrayList<>();
    for (String text : setting.items()) {
      if (!text.isBlank()) {
        table(text, setting.place(), type).ifPresent(tables::add);
      }
    }
    // None is a fault already; whether a mapping's table is among them need not be told as well.
    return tables.isEmpty() ? Optional.empty() : Optional.of(tables);
  }

  /** The table of this name, or a fault. */
  Optional<TableId> table(String text, Place place, Optional<SourceType> type) {
    try {
      return Optional.of(TableId.parse(text.trim()));
    } catch (IllegalArgumentException e) {
      String form =
          type.map(known -> known == SourceType.MYSQL ? "<database>.<table>" : "<schema>.<table>")
              .orElse("<database>.<table> (mysql) or <schema>.<table> (postgres)");
      faults.add(place, Faults.quote(text), form);
      return Optional.empty();
    }
  }

  Set<String> names() {
    return byName.keySet();
  }

  Optional<SourceType> type(String name) {
    return Optional.ofNullable(byName.get(name)).flatMap(read -> read.type);
  }

  /** Refuses a mapping of a table that its source is told not to read. */
  void refuseUnread(String name, TableId table, Place place) {
    Read read = byName.get(name);
    if (read == null || read.tables.isEmpty() || read.tables.get().contains(table)) {
      return;
    }
    faults.add(
        place,
        "table " + Faults.quote(table.toString()),
        "one of those at " + read.section.place(SourceOptions.TABLES.key()),
        "add it there, or leave " + SourceOptions.TABLES.key() + " out to read what is mapped");
  }

  /** The sources, once it is known what is mapped. */
  List<SourceConfig> build(List<MappingConfig> mappings) {
    List<SourceConfig> sources = new ArrayList<>();
    byName.forEach(
        (name, read) -> {
          Set<TableId> mapped = new LinkedHashSet<>();
          mappings.stream()
              .filter(mapping -> mapping.source().equals(name))
              .forEach(mapping -> mapped.add(mapping.table()));
          if (mapped.isEmpty()) {
            faults.add(read.section.place(), "a source without a mapping", "a mapping of a table");
          }
          List<TableId> tables = read.tables.orElseGet(() -> new ArrayList<>(mapped));
          if (faults.isEmpty()) {
            refuseUnmakeable(read, tables);
          }
          sources.add(new SourceConfig(name, read.options, tables));
        });
    return sources;
  }

  /** What only the source itself knows: pass-through properties that are its own. */
  private void refuseUnmakeable(Read read, List<TableId> tables) {
    try {
      ChangeSource.create(read.options, tables);
    } catch (IllegalArgumentException e) {
      refuse(read.section, e.getMessage());
    }
  }

  /** The message begins with the property that it is about. */
  private void refuse(Section section, String message) {
    for (Map.Entry<String, Setting> entry : section.settings().entrySet()) {
      String property = "source." + entry.getKey() + ' ';
      if (message.startsWith(property)) {
        String found = message.substring(property.length());
        faults.add(entry.getValue().place(), found, "none such", "leave it out");
        return;
      }
    }
    faults.add(section.place(), message, "a source that can be made");
  }

  private static final class Read {
    private final Section section;
    private final Configuration options;
    private final Optional<SourceType> type;
    private final Optional<List<TableId>> tables;

    private Read(
        Section section,
        Configuration options,
        Optional<SourceType> type,
        Optional<List<TableId>> tables) {
      this.section = section;
      this.options = options;
      this.type = type;
      this.tables = tables;
    }
  }
}
