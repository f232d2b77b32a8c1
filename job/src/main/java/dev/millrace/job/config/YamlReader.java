package dev.millrace.job.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads YAML text into sections, keeping the line of every key. */
final class YamlReader {

  // An alias may point at a map that holds it; no option has a key nearly as deep.
  private static final int DEEPEST = 10;

  private static final String ASSOCIATE = MappingOptions.ASSOCIATE.key();

  private final Document document;
  private final Faults faults;

  private YamlReader(Document document, Faults faults) {
    this.document = document;
    this.faults = faults;
  }

  static Document read(String name, String yaml, Faults faults) {
    Document document = new Document(name);
    new YamlReader(document, faults).read(yaml);
    return document;
  }

  private void read(String yaml) {
    LoadSettings settings =
        LoadSettings.builder().setSchema(new CoreSchema()).setAllowNonScalarKeys(true).build();
    Optional<Node> root;
    try {
      root = new Compose(settings).composeString(yaml);
    } catch (MarkedYamlEngineException e) {
      malformed(e);
      return;
    } catch (StackOverflowError e) {
      // The parser calls itself for each level.
      faults.add(
          Place.file(document.name(), ""), "YAML that is nested thousands of levels deep", "YAML");
      return;
    } catch (YamlEngineException e) {
      faults.add(Place.file(document.name(), ""), "not YAML: " + oneLine(e.getMessage()), "YAML");
      return;
    }
    if (root.isEmpty() || !(root.get() instanceof MappingNode)) {
      faults.add(
          Place.file(document.name(), ""),
          root.isEmpty() ? "an empty file" : "no sections",
          "the sections " + String.join(", ", Document.SECTIONS));
      return;
    }
    each((MappingNode) root.get(), "", this::section);
  }

  private void malformed(MarkedYamlEngineException e) {
    Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
    String problem = oneLine(e.getProblem() == null ? e.getContext() : e.getProblem());
    Place place =
        mark.map(m -> Place.line(document.name(), m.getLine() + 1, "column " + (m.getColumn() + 1)))
            .orElseGet(() -> Place.file(document.name(), ""));
    faults.add(place, "malformed YAML: " + problem, "YAML");
  }

  private void section(Entry entry) {
    switch (entry.key) {
      case Document.SOURCE:
        if (entry.value instanceof SequenceNode) {
          list(entry, document.sources());
        } else {
          document.sources().add(map(entry));
        }
        break;
      case Document.MAPPINGS:
        if (entry.value instanceof SequenceNode) {
          list(entry, document.mappings());
        } else {
          faults.add(entry.place, entry.found(), "a list of mappings, each with a dash in front");
        }
        break;
      case Document.SINK:
      case Document.DELIVERY:
      case Document.DEAD_LETTERS:
      case Document.PIPELINE:
        document.others().put(entry.key, map(entry));
        break;
      default:
        faults.add(
            entry.place,
            "unknown section " + Faults.quote(entry.key),
            Nearest.expected(entry.key, Document.SECTIONS));
    }
  }

  private void list(Entry entry, List<Section> sections) {
    int index = 0;
    for (Node item : ((SequenceNode) entry.value).getValue()) {
      String path = entry.key + '[' + index++ + ']';
      sections.add(map(new Entry(path, item, at(item, path))));
    }
  }

  private Section map(Entry entry) {
    Section section = new Section(entry.key, entry.place);
    if (entry.value instanceof MappingNode) {
      boolean mapping = entry.key.startsWith(Document.MAPPINGS);
      flatten(section, "", (MappingNode) entry.value, mapping, 0);
    } else if (!entry.isNothing()) {
      faults.add(entry.place, entry.found(), "keys and values below it");
    }
    return section;
  }

  private void flatten(
      Section section, String prefix, MappingNode map, boolean mapping, int depth) {
    each(
        map,
        section.path() + '.' + prefix,
        entry -> {
          String key = prefix + entry.key;
          boolean deeper =
              mapping
                  ? key.equals("fields")
                      || key.equals(ASSOCIATE)
                      || (key.startsWith("on-delete") && !key.startsWith("on-delete.set."))
                  : depth < DEEPEST;
          if (entry.value instanceof MappingNode && deeper) {
            section.maps().put(key, entry.place);
            flatten(section, key + '.', (MappingNode) entry.value, mapping, depth + 1);
          } else if (mapping && key.equals(ASSOCIATE) && entry.value instanceof SequenceNode) {
            associations(section, entry);
          } else {
            setting(entry).ifPresent(setting -> put(section, key, setting));
          }
        });
  }

  /** A list of maps: {@code associate.0.to}. */
  private void associations(Section section, Entry list) {
    section.maps().put(ASSOCIATE, list.place);
    int index = 0;
    for (Node item : ((SequenceNode) list.value).getValue()) {
      String key = ASSOCIATE + '.' + index++;
      Place place = at(item, section.path() + '.' + key);
      if (item instanceof MappingNode) {
        section.maps().put(key, place);
        flatten(section, key + '.', (MappingNode) item, true, 1);
      } else {
        faults.add(
            place, new Entry(key, item, place).found(), "a map, {to: object, by: expression}");
      }
    }
  }

  private void put(Section section, String key, Setting setting) {
    Setting first = section.settings().putIfAbsent(key, setting);
    if (first != null) {
      second(setting.place(), first.place());
    }
  }

  private Optional<Setting> setting(Entry entry) {
    if (entry.value instanceof ScalarNode) {
      ScalarNode scalar = (ScalarNode) entry.value;
      return Optional.of(Setting.text(entry.place, scalar.getValue(), !scalar.isPlain()));
    }
    if (entry.value instanceof SequenceNode) {
      List<String> items = new ArrayList<>();
      for (Node item : ((SequenceNode) entry.value).getValue()) {
        if (!(item instanceof ScalarNode)) {
          faults.add(entry.place, "a list of lists or maps", "a list of texts");
          return Optional.empty();
        }
        items.add(((ScalarNode) item).getValue());
      }
      return Optional.of(Setting.list(entry.place, items));
    }
    faults.add(entry.place, "a map", "a text");
    return Optional.empty();
  }

  /** Goes through a map's entries, refusing keys that are no texts or come twice. */
  private void each(MappingNode map, String prefix, Consumer<Entry> consumer) {
    Map<String, Place> seen = new HashMap<>();
    for (NodeTuple tuple : map.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode)) {
        faults.add(at(tuple.getKeyNode(), prefix), "a key that is a list or map", "a text as key");
        continue;
      }
      String key = ((ScalarNode) tuple.getKeyNode()).getValue();
      Place place = at(tuple.getKeyNode(), prefix + key);
      Place first = seen.putIfAbsent(key, place);
      if (first != null) {
        second(place, first);
      } else {
        consumer.accept(new Entry(key, tuple.getValueNode(), place));
      }
    }
  }

  private void second(Place second, Place first) {
    faults.add(second, "the key a second time, first at " + first, "each key once");
  }

  private Place at(Node node, String path) {
    return node.getStartMark()
        .map(mark -> Place.line(document.name(), mark.getLine() + 1, path))
        .orElseGet(() -> Place.file(document.name(), path));
  }

  private static String oneLine(String text) {
    return text == null ? "cannot be read" : text.replaceAll("\\s+", " ").trim();
  }

  private static final class Entry {
    private final String key;
    private final Node value;
    private final Place place;

    private Entry(String key, Node value, Place place) {
      this.key = key;
      this.value = value;
      this.place = place;
    }

    private boolean isNothing() {
      return value instanceof ScalarNode
          && Setting.text(place, ((ScalarNode) value).getValue(), !((ScalarNode) value).isPlain())
              .isNothing();
    }

    private String found() {
      return isNothing()
          ? "nothing"
          : value instanceof ScalarNode
              ? "a text"
              : value instanceof SequenceNode ? "a list" : "a map";
    }
  }
}
