package dev.millrace.job.config;

import dev.millrace.check.Fault;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be run; holds every fault that was found. */
public final class ConfigException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<Fault> faults;

  public ConfigException(List<Fault> faults) {
    super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
    this.faults = List.copyOf(faults);
  }

  /** At least one, in the order of the file; those of no place in it last. */
  public List<Fault> faults() {
    return faults;
  }
}
