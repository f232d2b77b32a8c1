package dev.millrace.job.config;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;

/** The options that a section may have, by their keys, in the order in which they are declared. */
public final class OptionSet {

  private final Map<String, ConfigOption<?>> options;

  private OptionSet(Map<String, ConfigOption<?>> options) {
    this.options = Collections.unmodifiableMap(options);
  }

  /** The public constants of a class that only holds options. */
  static OptionSet of(Class<?> holder) {
    Map<String, ConfigOption<?>> options = new LinkedHashMap<>();
    for (Field field : holder.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == ConfigOption.class) {
        try {
          ConfigOption<?> option = (ConfigOption<?>) field.get(null);
          options.put(option.key(), option);
        } catch (IllegalAccessException e) {
          throw new IllegalStateException(holder + " is not public", e);
        }
      }
    }
    return new OptionSet(options);
  }

  static OptionSet of(Collection<ConfigOption<?>> options) {
    return new OptionSet(Map.of()).and(options);
  }

  /** These options and more. */
  OptionSet and(Collection<ConfigOption<?>> more) {
    Map<String, ConfigOption<?>> all = new LinkedHashMap<>(options);
    more.forEach(option -> all.put(option.key(), option));
    return new OptionSet(all);
  }

  public Collection<ConfigOption<?>> options() {
    return options.values();
  }

  Set<String> keys() {
    return options.keySet();
  }

  /** The option of a key; of {@code jdbc.sslMode} it is the map option {@code jdbc}. */
  Optional<ConfigOption<?>> find(String key) {
    ConfigOption<?> exact = options.get(key);
    if (exact != null) {
      return Optional.of(exact);
    }
    return options.values().stream()
        .filter(option -> key.startsWith(option.key() + '.') && OptionType.of(option).isMap())
        .findFirst();
  }
}
