package dev.millrace.simulator.hubspot;

import dev.millrace.simulator.store.Slot;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Values whose meaning depends on what the record holds. */
final class SpecialValues {

  private SpecialValues() {}

  /** Puts what the record will hold in the place of such values. */
  static void apply(WriteInput input) {
    for (int i = 0; i < input.slots.length; i++) {
      Slot slot = input.slots[i];
      String value = input.values[i];
      if (slot.property().options().isEmpty() || value.isEmpty()) {
        continue;
      }
      String held = input.target == null ? null : input.target.value(slot);
      if (slot.property().multiple() && value.charAt(0) == ';') {
        input.values[i] = union(held, value.substring(1));
      } else if (slot.name().equals("lifecyclestage") && held != null && backward(held, value)) {
        // That a stage cannot go back is documented; that the write is then passed over without an
        // error is inferred.
        input.values[i] = held;
      }
    }
  }

  private static String union(String held, String more) {
    Set<String> options = new LinkedHashSet<>();
    if (held != null) {
      options.addAll(List.of(held.split(";")));
    }
    options.addAll(Arrays.asList(more.split(";")));
    return String.join(";", options);
  }

  private static boolean backward(String held, String value) {
    return StandardObjects.LIFECYCLE_STAGES.indexOf(value)
        < StandardObjects.LIFECYCLE_STAGES.indexOf(held);
  }
}
