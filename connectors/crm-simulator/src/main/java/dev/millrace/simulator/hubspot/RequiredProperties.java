package dev.millrace.simulator.hubspot;

import dev.millrace.simulator.store.ObjectType;
import java.util.List;

/** Properties without which some objects are not created. */
final class RequiredProperties {

  private RequiredProperties() {}

  /** Empty when the input may create a record. */
  static List<String> missing(ObjectType type, WriteInput input) {
    List<List<String>> groups = StandardObjects.REQUIRED.get(type.name());
    if (groups == null) {
      return List.of();
    }
    List<String> missing = List.of();
    for (List<String> group : groups) {
      missing = group.stream().filter(name -> !has(input, name)).toList();
      if (missing.isEmpty()) {
        return missing;
      }
    }
    return groups.size() == 1 ? missing : groups.stream().flatMap(List::stream).toList();
  }

  private static boolean has(WriteInput input, String name) {
    for (int i = 0; i < input.slots.length; i++) {
      if (input.slots[i].name().equals(name)) {
        return !input.values[i].isEmpty();
      }
    }
    return false;
  }
}
