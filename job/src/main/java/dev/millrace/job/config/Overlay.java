package dev.millrace.job.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lays what comes from outside of the file over its sections. */
final class Overlay {

  private static final String VARIABLE_PREFIX = "MILLRACE_";
  private static final Pattern NUMBER = Pattern.compile("(?<=[.\\[])(\\d)(?=[.\\]])");
  private static final String PADDED = "0$1";
  private static final Pattern INDEXED = Pattern.compile("(\\d+)\\.(.+)");

  private final Document document;
  private final Faults faults;

  Overlay(Document document, Faults faults) {
    this.document = document;
    this.faults = faults;
  }

  /** In the order of their numbers: a second mapping needs a first. */
  void properties(Map<String, String> properties) {
    properties.entrySet().stream()
        .sorted(Comparator.comparing(entry -> NUMBER.matcher(entry.getKey()).replaceAll(PADDED)))
        .forEach(
            entry ->
                lay(entry.getKey(), entry.getValue(), Place.outside("property " + entry.getKey())));
  }

  /** {@code --key value} and {@code --key=value}. */
  void arguments(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith("--")) {
        // Not repeated: it may be the rest of a secret that was given with a blank in it.
        faults.add(
            Place.outside("argument " + (i + 1)), "a word that follows no key", "--key value");
        continue;
      }
      int equals = argument.indexOf('=');
      String key = argument.substring(2, equals < 0 ? argument.length() : equals);
      Place place = Place.outside("argument --" + key);
      if (equals >= 0) {
        lay(key, argument.substring(equals + 1), place);
      } else if (i + 1 < arguments.size() && !arguments.get(i + 1).startsWith("--")) {
        lay(key, arguments.get(++i), place);
      } else {
        faults.add(place, "no value", "--key value");
      }
    }
  }

  /**
   * {@code MILLRACE_SOURCE_SCAN_STARTUP_MODE} is {@code source.scan.startup.mode}. A variable of a
   * secret is the secret itself, so that the setting becomes a reference to the variable.
   *
   * @param keys the keys of each section that a variable can set
   * @param referenced names that the file refers to as secrets; these are not settings
   */
  void environment(
      Map<String, String> environment, Map<String, Set<String>> keys, Set<String> referenced) {
    environment.keySet().stream()
        .filter(name -> name.startsWith(VARIABLE_PREFIX))
        .sorted()
        .forEach(name -> variable(name, environment.get(name), keys, referenced));
  }

  private void variable(
      String name, String value, Map<String, Set<String>> keys, Set<String> referenced) {
    for (Map.Entry<String, Set<String>> section : keys.entrySet()) {
      String start = VARIABLE_PREFIX + variableName(section.getKey()) + '_';
      if (!name.startsWith(start)) {
        continue;
      }
      Matcher indexed = Pattern.compile("(\\d+)_(.+)").matcher(name.substring(start.length()));
      String index = indexed.matches() ? indexed.group(1) + '.' : "";
      String rest = indexed.matches() ? indexed.group(2) : name.substring(start.length());
      Map<String, String> byVariable = new LinkedHashMap<>();
      section.getValue().forEach(key -> byVariable.put(variableName(key), key));
      Place place = Place.outside("environment variable " + name);
      String key = byVariable.get(rest);
      if (key != null) {
        boolean reference = OptionType.isSecret(key) && !value.startsWith("${");
        lay(section.getKey() + '.' + index + key, reference ? "${env:" + name + '}' : value, place);
      } else if (!referenced.contains(name)) {
        List<String> names = new ArrayList<>();
        byVariable.keySet().forEach(known -> names.add(start + known));
        faults.add(place, "a variable of no known key", Nearest.expected(name, names), "unset it");
      }
      return;
    }
  }

  /** {@code slot.name} is {@code SLOT_NAME}. */
  static String variableName(String key) {
    return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  private void lay(String writtenKey, String value, Place place) {
    String key = writtenKey.replaceAll("\\[(\\d+)]", ".$1");
    int dot = key.indexOf('.');
    String name = dot < 0 ? key : key.substring(0, dot);
    String rest = dot < 0 ? "" : key.substring(dot + 1);
    if (!Document.SECTIONS.contains(name)) {
      faults.add(
          place,
          "unknown section " + Faults.quote(name),
          Nearest.expected(name, Document.SECTIONS));
    } else if (rest.isEmpty()) {
      faults.add(place, "a section", "a key of it, such as --" + name + ".key");
    } else if (name.equals(Document.SOURCE)) {
      Matcher indexed = INDEXED.matcher(rest);
      if (indexed.matches()) {
        lay(document.sources(), name, indexed, value, place);
      } else if (document.sources().size() > 1) {
        faults.add(
            place,
            "one of " + document.sources().size() + " sources is meant",
            "which: --source.0." + rest);
      } else {
        if (document.sources().isEmpty()) {
          document.sources().add(new Section(name, place));
        }
        put(document.sources().get(0), rest, value, place);
      }
    } else if (name.equals(Document.MAPPINGS)) {
      Matcher indexed = INDEXED.matcher(rest);
      if (indexed.matches()) {
        lay(document.mappings(), name, indexed, value, place);
      } else {
        faults.add(place, "no mapping's number", "--mappings.0.object for the first mapping");
      }
    } else {
      put(
          document.others().computeIfAbsent(name, absent -> new Section(absent, place)),
          rest,
          value,
          place);
    }
  }

  private void lay(
      List<Section> sections, String name, Matcher indexed, String value, Place place) {
    int index =
        indexed.group(1).length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(indexed.group(1));
    if (index > sections.size()) {
      faults.add(
          place,
          "number " + indexed.group(1),
          "at most " + sections.size() + ", since there are " + sections.size() + " before it");
      return;
    }
    if (index == sections.size()) {
      sections.add(new Section(name + '[' + index + ']', place));
    }
    put(sections.get(index), indexed.group(2), value, place);
  }

  private static void put(Section section, String key, String value, Place place) {
    if (key.startsWith("on-delete")) {
      // It has two forms, a word and a map: the later one replaces the earlier, whichever it was.
      boolean word = key.equals("on-delete");
      section.settings().keySet().removeIf(k -> word ? k.startsWith(key) : k.equals("on-delete"));
      section.maps().keySet().removeIf(k -> word && k.startsWith(key));
    }
    for (int dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
      section.maps().putIfAbsent(key.substring(0, dot), place);
    }
    boolean quoted = key.startsWith("on-delete.set.") && value.matches("(?s)(['\"]).*\\1");
    section
        .settings()
        .put(
            key,
            Setting.text(place, quoted ? value.substring(1, value.length() - 1) : value, quoted));
  }
}
