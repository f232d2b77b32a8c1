package dev.millrace.job.config;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.MemorySize;

/** The type of an option's value: what a text must look like for it, and how people are told. */
public final class OptionType {

  // Flink keeps an option's class to its own package, though every reader of a configuration needs
  // it.
  private static final Method CLASS = hidden("getClazz");
  private static final Method IS_LIST = hidden("isList");

  private final ConfigOption<?> option;
  private final Class<?> type;
  private final boolean list;

  private OptionType(ConfigOption<?> option) {
    this.option = option;
    try {
      this.type = (Class<?>) CLASS.invoke(option);
      this.list = (boolean) IS_LIST.invoke(option);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  public static OptionType of(ConfigOption<?> option) {
    return new OptionType(option);
  }

  boolean isList() {
    return list;
  }

  boolean isMap() {
    return type == Map.class;
  }

  /** Whether the value is a secret, by its key. */
  boolean isSecret() {
    return type == String.class && isSecret(option.key());
  }

  /** Whether this is a secret's key: by the words that Flink masks in its logs, and one more. */
  static boolean isSecret(String key) {
    return GlobalConfiguration.isSensitive(key) || key.endsWith("private-key");
  }

  /** The type in one word or two, for the reference. */
  public String word() {
    String word =
        type.isEnum() || isSecret()
            ? type.isEnum() ? "enum" : "secret"
            : Number.class.isAssignableFrom(type)
                ? "number"
                : type == MemorySize.class
                    ? "size"
                    : type == String.class ? "text" : type.getSimpleName().toLowerCase(Locale.ROOT);
    return list ? "list of " + word : word;
  }

  /** What a fault expects. */
  public String expected() {
    if (isSecret()) {
      return "a secret's reference, ${env:NAME} or ${file:PATH}";
    } else if (list) {
      return "a list of texts";
    } else if (isMap()) {
      return "keys and values below it";
    } else if (type.isEnum()) {
      return "one of "
          + Arrays.stream(type.getEnumConstants())
              .map(Object::toString)
              .collect(Collectors.joining(", "));
    } else if (type == Duration.class) {
      return "a duration" + aboveZero() + " with its unit, such as 500 ms, 10 s or 1 min";
    } else if (type == MemorySize.class) {
      return "a size" + aboveZero() + " with its unit, such as 64 kb or 16 mb";
    } else if (type == Boolean.class) {
      return "true or false";
    } else if (type == Integer.class || type == Long.class) {
      return "a whole number of " + (takesZero() ? 0 : 1) + " or more";
    } else if (type == Double.class || type == Float.class) {
      return "a number, not negative";
    }
    return "a text";
  }

  private String aboveZero() {
    return takesZero() ? "" : " above 0";
  }

  /** Whether this text is a value of the option. */
  boolean accepts(String text) {
    if (text.isEmpty()) {
      return false;
    }
    boolean digitsOnly = text.chars().allMatch(Character::isDigit);
    if ((type == Duration.class || type == MemorySize.class)
        && digitsOnly
        && !text.chars().allMatch(c -> c == '0')) {
      // Flink takes a bare number for milliseconds or bytes; people mean seconds or megabytes.
      return false;
    }
    Object value;
    try {
      Configuration one = new Configuration();
      one.setString(option.key(), text);
      value = one.get(option);
    } catch (IllegalArgumentException e) {
      return false;
    }
    return inRange(value);
  }

  /** Nothing is negative, and 0 is for fractions and where it is the default. */
  private boolean inRange(Object value) {
    double magnitude = magnitude(value);
    return magnitude > 0 || (magnitude == 0 && takesZero());
  }

  private boolean takesZero() {
    return type == Double.class
        || type == Float.class
        || (option.hasDefaultValue() && magnitude(option.defaultValue()) == 0);
  }

  /** Of a number, a duration or a size; 1 of anything else. */
  private static double magnitude(Object value) {
    if (value instanceof Number) {
      return ((Number) value).doubleValue();
    } else if (value instanceof Duration) {
      return ((Duration) value).toSeconds() + ((Duration) value).getNano() / 1e9;
    }
    return value instanceof MemorySize ? ((MemorySize) value).getBytes() : 1;
  }

  private static Method hidden(String name) {
    try {
      Method method = ConfigOption.class.getDeclaredMethod(name);
      method.setAccessible(true);
      return method;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("another Flink than this was built for", e);
    }
  }
}
