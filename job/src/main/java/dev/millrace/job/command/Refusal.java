package dev.millrace.job.command;

import dev.millrace.check.Fault;
import java.util.List;

/** Why nothing was started: every fault, as people read it. */
final class Refusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<Fault> faults;

  Refusal(List<Fault> faults) {
    super(text(faults));
    this.faults = List.copyOf(faults);
  }

  List<Fault> faults() {
    return faults;
  }

  /** Whether it may all be over by itself. */
  boolean mayPass() {
    return faults.stream().allMatch(fault -> fault.isAbsence() || fault.isInUse());
  }

  /** Whether it is all for want of what another job has. */
  boolean isInUse() {
    return faults.stream().allMatch(Fault::isInUse);
  }

  private static String text(List<Fault> faults) {
    StringBuilder text = new StringBuilder();
    faults.forEach(fault -> text.append(fault).append(System.lineSeparator()));
    return text.append(faults.size())
        .append(faults.size() == 1 ? " fault" : " faults")
        .append("; nothing was started.")
        .toString();
  }
}
