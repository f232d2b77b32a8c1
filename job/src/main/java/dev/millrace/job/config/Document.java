package dev.millrace.job.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All sections as they were written, before anything is known of what their keys mean. */
final class Document {

  static final String SOURCE = "source";
  static final String SINK = "sink";
  static final String MAPPINGS = "mappings";
  static final String DELIVERY = "delivery";
  static final String DEAD_LETTERS = "dead-letters";
  static final String PIPELINE = "pipeline";

  /** Sections in the order in which a file is written. */
  static final List<String> SECTIONS =
      List.of(SOURCE, SINK, MAPPINGS, DELIVERY, DEAD_LETTERS, PIPELINE);

  private final String name;
  private final List<Section> sources = new ArrayList<>();
  private final List<Section> mappings = new ArrayList<>();
  private final Map<String, Section> others = new LinkedHashMap<>();

  Document(String name) {
    this.name = name;
  }

  /** What faults call the file. */
  String name() {
    return name;
  }

  List<Section> sources() {
    return sources;
  }

  List<Section> mappings() {
    return mappings;
  }

  /** Sections that are a single map, by their name; those that are there. */
  Map<String, Section> others() {
    return others;
  }

  List<Section> sections() {
    List<Section> all = new ArrayList<>(sources);
    all.addAll(mappings);
    all.addAll(others.values());
    return all;
  }

  /** Where each value comes from, by {@code source[0].port} or {@code sink.type}. */
  Map<String, String> origins() {
    Map<String, String> origins = new LinkedHashMap<>();
    origins(SOURCE, sources, origins);
    origins(MAPPINGS, mappings, origins);
    others.forEach((name, section) -> origins(name, section, origins));
    return origins;
  }

  private static void origins(String name, List<Section> sections, Map<String, String> origins) {
    for (int i = 0; i < sections.size(); i++) {
      origins(name + '[' + i + ']', sections.get(i), origins);
    }
  }

  private static void origins(String path, Section section, Map<String, String> origins) {
    section
        .settings()
        .forEach((key, setting) -> origins.put(path + '.' + key, setting.place().origin()));
  }

  boolean isEmpty() {
    return sections().isEmpty();
  }
}
