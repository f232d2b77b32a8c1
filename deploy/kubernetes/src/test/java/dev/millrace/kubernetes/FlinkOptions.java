package dev.millrace.kubernetes;

import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;

/** Flink's own options, as its classes declare them. */
final class FlinkOptions {

  private FlinkOptions() {}

  /** By key. */
  static Map<String, ConfigOption<?>> of(Class<?>... declaring) throws IllegalAccessException {
    Map<String, ConfigOption<?>> options = new LinkedHashMap<>();
    for (Class<?> type : declaring) {
      for (Field field : type.getFields()) {
        if (field.getType() == ConfigOption.class) {
          ConfigOption<?> option = (ConfigOption<?>) field.get(null);
          options.put(option.key(), option);
        }
      }
    }
    return options;
  }
}
