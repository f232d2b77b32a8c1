package dev.millrace.crm.delivery;

import dev.millrace.change.Row;
import dev.millrace.crm.Action;
import dev.millrace.crm.CrmRecord;

/** What becomes of two changes of one record of which none was accepted yet. */
final class Coalescing {

  private Coalescing() {}

  /**
   * The one record that leaves the CRM as the two in order would, or null when both have to be
   * sent. Two mappings that write to one record have fields of their own, so their records are
   * never merged.
   */
  static CrmRecord merge(CrmRecord earlier, CrmRecord later) {
    if (!earlier.type().equals(later.type())) {
      return null;
    }
    if (later.action() == Action.DELETE) {
      return later;
    }
    if (earlier.action() == Action.UPSERT) {
      return later.over(earlier);
    }
    // After a delete nothing of the old record may shine through a field that the later one omits.
    return leavesNothing(later) ? later : null;
  }

  /** Whether nothing that was there before, of the same type, is left after this one. */
  static boolean leavesNothing(CrmRecord record) {
    if (record.action() == Action.UPSERT) {
      if (!record.type().associations().isEmpty()) {
        // Which parents it was associated with is not known; they go with the record alone.
        return false;
      }
      for (int i = 0; i < record.type().fields().size(); i++) {
        if (record.value(i) == Row.UNCHANGED) {
          return false;
        }
      }
    }
    return true;
  }
}
