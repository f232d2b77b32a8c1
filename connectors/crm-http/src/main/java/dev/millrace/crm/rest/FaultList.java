package dev.millrace.crm.rest;

import dev.millrace.check.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Gathers what is wrong with a {@code sink} section, so that all of it is told at once. */
final class FaultList {

  private final List<Fault> faults = new ArrayList<>();

  /**
   * @param key below {@code sink}
   */
  void add(String key, String found, String expected) {
    add(key, found, expected, "");
  }

  void add(String key, String found, String expected, String mend) {
    add(new Fault("sink." + key, found, expected, mend));
  }

  void add(Fault fault) {
    // A template is compiled for each mapping, and what is wrong with itself is wrong for all.
    if (faults.stream().noneMatch(known -> known.toString().equals(fault.toString()))) {
      faults.add(fault);
    }
  }

  boolean isEmpty() {
    return faults.isEmpty();
  }

  List<Fault> all() {
    return new ArrayList<>(faults);
  }

  @Override
  public String toString() {
    return faults.stream().map(Fault::toString).collect(Collectors.joining("\n"));
  }
}
