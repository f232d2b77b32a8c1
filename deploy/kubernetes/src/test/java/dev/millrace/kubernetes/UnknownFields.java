package dev.millrace.kubernetes;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Fields that Kubernetes would refuse. The classes of its Java client take any field and keep those
 * that they do not know in a map beside.
 */
final class UnknownFields {

  private static final String BESIDE = "additionalProperties";

  private final List<String> found = new ArrayList<>();

  private UnknownFields() {}

  /** Paths of the unknown fields of an object of those classes, or of one that has some in it. */
  static List<String> of(Object object) throws IllegalAccessException {
    UnknownFields unknown = new UnknownFields();
    unknown.look(object.getClass().getSimpleName(), object);
    return unknown.found;
  }

  private void look(String path, Object value) throws IllegalAccessException {
    if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        look(path + '.' + entry.getKey(), entry.getValue());
      }
    } else if (value instanceof Collection<?> collection) {
      int index = 0;
      for (Object item : collection) {
        look(path + '[' + index++ + ']', item);
      }
    } else if (value != null && isModel(value.getClass())) {
      fields(path, value);
    }
  }

  private static boolean isModel(Class<?> type) {
    return !type.isEnum()
        && (type.getName().startsWith("io.fabric8.kubernetes.")
            || type.getName().startsWith("org.apache.flink.kubernetes.operator.api."));
  }

  private void fields(String path, Object model) throws IllegalAccessException {
    for (Class<?> type = model.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers())) {
          continue;
        }
        field.setAccessible(true);
        Object value = field.get(model);
        if (field.getName().equals(BESIDE)) {
          ((Map<?, ?>) value).keySet().forEach(key -> found.add(path + '.' + key));
        } else {
          look(path + '.' + field.getName(), value);
        }
      }
    }
  }
}
