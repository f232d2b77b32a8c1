package dev.millrace.simulator.server;

import dev.millrace.simulator.store.Slot;
import dev.millrace.simulator.store.StoredRecord;
import java.util.ArrayList;
import java.util.List;

/** The keys one call carries; each that another call in flight carries too is counted. */
public final class KeysInFlight {

  private final Counters counters;
  private final List<Slot> slots;
  private final List<String> values;

  public KeysInFlight(Counters counters, int size) {
    this.counters = counters;
    this.slots = new ArrayList<>(size);
    this.values = new ArrayList<>(size);
  }

  /**
   * @param folded as {@link Slot#fold} makes it
   */
  public void hold(Slot slot, String folded) {
    if (slot.enterFlight(folded)) {
      slots.add(slot);
      values.add(folded);
    } else {
      counters.keyInTwoCalls();
    }
  }

  /**
   * Holds a record named by its CRM id: by the property it is written by, else by that id.
   *
   * @param record null when there is none
   */
  public void hold(StoredRecord record, Slot idSlot, String id) {
    Slot key = record == null ? null : record.key();
    String value = key == null ? null : record.value(key);
    if (value == null) {
      hold(idSlot, id);
    } else {
      hold(key, key.fold(value));
    }
  }

  public void leave() {
    for (int i = 0; i < slots.size(); i++) {
      slots.get(i).leaveFlight(values.get(i));
    }
  }
}
