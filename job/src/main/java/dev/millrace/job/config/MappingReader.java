package dev.millrace.job.config;

import dev.millrace.change.TableId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/** Reads the entries of {@code mappings}. */
final class MappingReader {

  private static final String FIELDS = MappingOptions.FIELDS.key();
  private static final String ON_DELETE = MappingOptions.ON_DELETE.key();
  private static final String SET = ON_DELETE + ".set";
  private static final String ON_DELETE_FORMS = "archive, ignore, or set: {field: value}";
  private static final Set<String> REQUIRED =
      Set.of(
          MappingOptions.TABLE.key(), MappingOptions.OBJECT.key(), MappingOptions.ID.key(), FIELDS);

  private final SectionReader sections;
  private final SourceReader sources;
  private final String crm;
  private final Faults faults;
  private AssociateReader associations;
  private final List<MappingConfig> mappings = new ArrayList<>();
  private final Map<List<String>, Place> seen = new HashMap<>();

  /**
   * @param crm the sink's type; null when it is none
   */
  MappingReader(SectionReader sections, SourceReader sources, String crm, Faults faults) {
    this.sections = sections;
    this.sources = sources;
    this.crm = crm;
    this.faults = faults;
  }

  /** The mappings that are whole; of the others there are faults. */
  List<MappingConfig> read(List<Section> entries) {
    associations = new AssociateReader(entries, crm, faults);
    entries.forEach(this::read);
    return mappings;
  }

  private void read(Section section) {
    Section flat = new Section(section.path(), section.place());
    flat.maps().putAll(section.maps());
    section
        .settings()
        .forEach(
            (key, setting) -> {
              if (!key.startsWith(FIELDS + '.')
                  && !key.startsWith(ON_DELETE)
                  && !AssociateReader.reads(key)) {
                flat.settings().put(key, setting);
              }
            });
    Configuration options = sections.read(flat, Options.mapping(), REQUIRED);
    if (options.contains(MappingOptions.FILTER)) {
      ExpressionSyntax.check(section.get(MappingOptions.FILTER.key()), faults);
    }
    Optional<String> source = source(section);
    Optional<TableId> table =
        options
            .getOptional(MappingOptions.TABLE)
            .flatMap(
                text -> sources.table(text, section.place("table"), source.flatMap(sources::type)));
    Map<String, String> fields = fields(section);
    Optional<OnDelete> onDelete = onDelete(section);
    Optional<String> id = options.getOptional(MappingOptions.ID);
    id.ifPresent(field -> id(section, field, fields));
    options
        .getOptional(MappingOptions.PARENT)
        .ifPresent(field -> oneOf(section, MappingOptions.PARENT, field, fields));
    List<AssociateConfig> associate = associations.read(section);
    Optional<String> object = options.getOptional(MappingOptions.OBJECT);
    if (source.isEmpty()
        || table.isEmpty()
        || object.isEmpty()
        || id.isEmpty()
        || onDelete.isEmpty()) {
      return;
    }
    sources.refuseUnread(source.get(), table.get(), section.place("table"));
    refuseSecond(section, List.of(source.get(), table.get().toString(), object.get(), id.get()));
    mappings.add(
        new MappingConfig(
            source.get(),
            table.get(),
            object.get(),
            id.get(),
            options.get(MappingOptions.FILTER),
            fields,
            onDelete.get(),
            options.get(MappingOptions.PARENT),
            places(section),
            associate));
  }

  private Optional<String> source(Section section) {
    Setting setting = section.get(MappingOptions.SOURCE.key());
    Set<String> names = sources.names();
    if (setting == null) {
      if (names.size() > 1) {
        faults.add(
            section.place(MappingOptions.SOURCE.key()),
            "missing",
            "one of the sources " + String.join(", ", names));
        return Optional.empty();
      }
      // Without any source the file has a fault already; the mapping's own are still looked for.
      return Optional.of(names.isEmpty() ? Document.SOURCE : names.iterator().next());
    }
    if (setting.text() == null || !names.contains(setting.text())) {
      if (!names.isEmpty() && setting.text() != null) {
        faults.add(
            setting.place(),
            "unknown source " + setting.found(),
            Nearest.expected(setting.text(), names));
      }
      return Optional.empty();
    }
    return Optional.of(setting.text());
  }

  private Map<String, String> fields(Section section) {
    Map<String, String> fields = new LinkedHashMap<>();
    section
        .settings()
        .forEach(
            (key, setting) -> {
              if (!key.startsWith(FIELDS + '.')) {
                return;
              }
              if (setting.text() == null || setting.text().isBlank()) {
                faults.add(
                    setting.place(),
                    setting.found(),
                    "an expression over the row's columns",
                    "put an expression that has a comma into quotes inside {...}, or write one field a line");
              } else {
                ExpressionSyntax.check(setting, faults);
                fields.put(key.substring(FIELDS.length() + 1), setting.text());
              }
            });
    if (fields.isEmpty() && section.maps().containsKey(FIELDS)) {
      faults.add(section.place(FIELDS), "no fields", "at least the id's field");
    }
    return fields;
  }

  private void id(Section section, String id, Map<String, String> fields) {
    oneOf(section, MappingOptions.ID, id, fields);
    if (section.settings().containsKey(SET + '.' + id)) {
      faults.add(
          section.place(SET + '.' + id),
          "the id's field",
          "other fields, since a deleted row's record keeps its id");
    }
  }

  private void oneOf(
      Section section, ConfigOption<String> option, String field, Map<String, String> fields) {
    if (!fields.isEmpty() && !fields.containsKey(field)) {
      faults.add(
          section.place(option.key()),
          Faults.quote(field) + ", which is not among the fields",
          Nearest.expected(field, fields.keySet()));
    }
  }

  private Optional<OnDelete> onDelete(Section section) {
    Setting word = section.get(ON_DELETE);
    Map<String, Object> values = new LinkedHashMap<>();
    boolean wrong = false;
    for (Map.Entry<String, Setting> entry : section.settings().entrySet()) {
      String key = entry.getKey();
      Setting setting = entry.getValue();
      if (key.startsWith(SET + '.')) {
        if (setting.isList()) {
          faults.add(setting.place(), "a list", "a single value");
          wrong = true;
        }
        values.put(key.substring(SET.length() + 1), setting.typed());
      } else if (key.startsWith(ON_DELETE + '.')) {
        faults.add(setting.place(), Faults.quote(key), ON_DELETE_FORMS);
        wrong = true;
      }
    }
    if (wrong) {
      return Optional.empty();
    }
    if (!values.isEmpty()) {
      return Optional.of(OnDelete.set(values));
    }
    if (section.maps().containsKey(ON_DELETE)) {
      faults.add(section.place(ON_DELETE), "no values to set", ON_DELETE_FORMS);
      return Optional.empty();
    }
    if (word == null || "archive".equals(word.text())) {
      return Optional.of(OnDelete.ARCHIVE);
    }
    if ("ignore".equals(word.text())) {
      return Optional.of(OnDelete.IGNORE);
    }
    faults.add(word.place(), word.found(), ON_DELETE_FORMS);
    return Optional.empty();
  }

  private void refuseSecond(Section section, List<String> identity) {
    Place first = seen.putIfAbsent(identity, section.place());
    if (first != null) {
      faults.add(
          section.place(),
          "the same table, object and id as " + first,
          "one mapping of a table to an object");
    }
  }

  private static Map<String, String> places(Section section) {
    Map<String, String> places = new LinkedHashMap<>();
    places.put("", section.place().toString());
    section.maps().forEach((key, place) -> places.put(key, place.toString()));
    section.settings().forEach((key, setting) -> places.put(key, setting.place().toString()));
    return places;
  }
}
