package dev.millrace.job.config;

import dev.millrace.secret.SecretReference;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/** Checks a section against the options that it may have, and turns it into Flink's form. */
final class SectionReader {

  private final Faults faults;

  SectionReader(Faults faults) {
    this.faults = faults;
  }

  /**
   * @param required keys that must be there
   */
  Configuration read(Section section, OptionSet options, Set<String> required) {
    Configuration configuration = new Configuration();
    section
        .settings()
        .forEach((key, setting) -> read(section, key, setting, options, configuration));
    for (String key : required) {
      if (!section.settings().containsKey(key) && !section.maps().containsKey(key)) {
        faults.add(
            section.place(key),
            "missing",
            options.find(key).map(option -> OptionType.of(option).expected()).orElse("a value"));
      }
    }
    return configuration;
  }

  private void read(
      Section section,
      String key,
      Setting setting,
      OptionSet options,
      Configuration configuration) {
    ConfigOption<?> option = options.find(key).orElse(null);
    if (option == null) {
      unknown(section, key, setting, options);
      return;
    }
    OptionType type = OptionType.of(option);
    if (setting.isNothing() && !type.isMap()) {
      faults.add(setting.place(), "nothing", type.expected());
    } else if (type.isMap()) {
      property(option, key, setting, configuration);
    } else if (type.isList()) {
      list(option, setting, configuration);
    } else if (setting.isList()) {
      faults.add(setting.place(), "a list", type.expected());
    } else if (type.isSecret()) {
      secret(setting, key, configuration);
    } else if (!type.accepts(setting.text().trim())) {
      faults.add(setting.place(), setting.found(), type.expected());
    } else {
      configuration.setString(key, setting.text().trim());
    }
  }

  private void unknown(Section section, String key, Setting setting, OptionSet options) {
    for (int dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
      String above = key.substring(0, dot);
      if (options.keys().contains(above) && section.maps().containsKey(above)) {
        faults.add(
            section.maps().get(above),
            "a map with " + Faults.quote(key.substring(dot + 1)),
            options.find(above).map(option -> OptionType.of(option).expected()).orElse("a value"));
        return;
      }
    }
    faults.add(
        setting.place(), "unknown key " + Faults.quote(key), Nearest.expected(key, options.keys()));
  }

  /** A pass-through property, {@code jdbc.sslMode}. */
  private void property(
      ConfigOption<?> option, String key, Setting setting, Configuration configuration) {
    if (key.equals(option.key())) {
      if (!setting.isNothing()) {
        faults.add(setting.place(), "a single value", OptionType.of(option).expected());
      }
    } else if (setting.text() == null) {
      faults.add(setting.place(), setting.found(), "a text");
    } else if (OptionType.isSecret(key)) {
      secret(setting, key, configuration);
    } else {
      configuration.setString(key, setting.text());
    }
  }

  @SuppressWarnings("unchecked")
  private void list(ConfigOption<?> option, Setting setting, Configuration configuration) {
    List<String> items = setting.items();
    if (items.isEmpty() || items.stream().anyMatch(String::isBlank)) {
      faults.add(
          setting.place(),
          items.isEmpty() ? "an empty list" : "a list with an empty item",
          OptionType.of(option).expected());
      return;
    }
    // Only lists of texts are declared so far; OptionSet's test says so.
    configuration.set((ConfigOption<List<String>>) option, items);
  }

  private void secret(Setting setting, String key, Configuration configuration) {
    try {
      configuration.setString(key, SecretReference.parse(setting.text().trim()).toString());
    } catch (IllegalArgumentException e) {
      faults.add(
          setting.place(),
          "a secret as its own text, not repeated here",
          "a secret's reference, ${env:NAME} or ${file:PATH}");
    }
  }
}
