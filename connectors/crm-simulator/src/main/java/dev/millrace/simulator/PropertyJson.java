package dev.millrace.simulator;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A property as the simulator's HTTP endpoint takes it: {@code name}, and if need be {@code type}
 * (default string), {@code options}, {@code length}, {@code target} and {@code traits}, a list of
 * {@link Property.Trait}s.
 */
final class PropertyJson {

  private PropertyJson() {}

  /**
   * @throws IllegalArgumentException when a field is missing or has no such value
   */
  static Property read(Map<String, Object> json) {
    if (!(json.get("name") instanceof String name)) {
      throw new IllegalArgumentException("the field name is missing");
    }
    EnumSet<Property.Trait> traits = EnumSet.noneOf(Property.Trait.class);
    for (String trait : texts(json, "traits")) {
      traits.add(Property.Trait.valueOf(trait.toUpperCase(Locale.ROOT)));
    }
    if (traits.contains(Property.Trait.EXTERNAL_ID)) {
      traits.add(Property.Trait.IGNORES_CASE);
    }
    return new Property(
        name,
        PropertyType.named(json.get("type") instanceof String type ? type : "string"),
        texts(json, "options"),
        traits,
        json.get("length") instanceof Long length ? length.intValue() : 0,
        (String) json.get("target"));
  }

  private static List<String> texts(Map<String, Object> json, String field) {
    List<String> texts = new ArrayList<>();
    if (json.get(field) instanceof List<?> list) {
      list.forEach(element -> texts.add(String.valueOf(element)));
    }
    return texts;
  }
}
