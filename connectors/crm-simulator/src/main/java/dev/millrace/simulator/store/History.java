package dev.millrace.simulator.store;

import dev.millrace.simulator.RecordVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The accepted versions of an object's records, in the order of commit. */
public final class History {

  private final List<RecordVersion> versions = new ArrayList<>();

  void add(RecordVersion version) {
    versions.add(version);
  }

  void clear() {
    versions.clear();
  }

  public List<RecordVersion> all() {
    return List.copyOf(versions);
  }

  /** Versions of the records that ever had this value of this property, archived ones too. */
  public List<RecordVersion> of(Slot slot, String value) {
    String wanted = slot.fold(value);
    Set<Long> ids = new HashSet<>();
    for (RecordVersion version : versions) {
      boolean writtenBy =
          version.idProperty().equals(slot.name())
              && wanted.equals(slot.fold(version.externalId()));
      if (writtenBy || wanted.equals(version.properties().get(slot.name()))) {
        ids.add(version.recordId());
      }
    }
    List<RecordVersion> found = new ArrayList<>();
    for (RecordVersion version : versions) {
      if (ids.contains(version.recordId())) {
        found.add(version);
      }
    }
    return List.copyOf(found);
  }
}
