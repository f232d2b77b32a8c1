package dev.millrace.cdc.check;

import dev.millrace.check.Fault;
import java.util.ArrayList;
import java.util.List;

/** The faults of one server, as they are found. */
final class Faults {

  private final String server;
  private final List<Fault> found = new ArrayList<>();

  Faults(String server) {
    this.server = server;
  }

  /**
   * @param object what of the server is wrong, empty for the server itself
   */
  void add(String object, String found, String expected, String mend) {
    add(new Fault(where(object), found, expected, mend));
  }

  /** As {@link #add(String, String, String, String)}, of what another job has. */
  void addInUse(String object, String found, String expected, String mend) {
    add(Fault.inUse(where(object), found, expected, mend));
  }

  private String where(String object) {
    return object.isEmpty() ? server : server + " " + object;
  }

  void add(Fault fault) {
    found.add(fault);
  }

  List<Fault> list() {
    return List.copyOf(found);
  }
}
