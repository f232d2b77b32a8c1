package dev.millrace.simulator.hubspot;

import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Slot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps two records, be they there or in one batch, from having the same unique value. */
final class UniqueValues {

  private final ObjectType type;
  private final Map<String, Long> claimed = new HashMap<>();

  UniqueValues(ObjectType type) {
    this.type = type;
  }

  /**
   * What is wrong when another record, or another input of the batch, has a value of this input;
   * null when none has.
   */
  Problem conflict(WriteInput input, boolean partial) {
    for (int i = 0; i < input.slots.length; i++) {
      String folded = folded(input, i);
      Long holder = folded == null ? null : holder(input.slots[i], folded);
      if (holder != null && holder != input.recordId) {
        return conflict(input, i, holder, partial);
      }
    }
    return null;
  }

  private Long holder(Slot slot, String folded) {
    Long holder = claimed.get(slot.name() + '=' + folded);
    if (holder == null && slot.holder(folded) != null) {
      return slot.holder(folded).id();
    }
    return holder;
  }

  private Problem conflict(WriteInput input, int i, Long holder, boolean partial) {
    Slot slot = input.slots[i];
    if (slot.email()) {
      Problem exists = Problems.contactExists(holder);
      return partial ? exists.with("existingId", List.of(holder.toString())) : exists;
    }
    return Problems.valueTaken(
        Account.PORTAL_ID, type.singular(), slot.name(), input.values[i], input.recordId, holder);
  }

  /** Makes the input's values known to those after it. */
  void claim(WriteInput input) {
    for (int i = 0; i < input.slots.length; i++) {
      String folded = folded(input, i);
      if (folded != null) {
        claimed.put(input.slots[i].name() + '=' + folded, input.recordId);
      }
    }
  }

  /**
   * A value as it is compared; null where there is nothing to compare, or it is the input's own id.
   */
  private static String folded(WriteInput input, int i) {
    Slot slot = input.slots[i];
    if (!slot.unique() || input.values[i].isEmpty()) {
      return null;
    }
    String folded = slot.fold(input.values[i]);
    return slot == input.key && folded.equals(input.foldedId) ? null : folded;
  }
}
