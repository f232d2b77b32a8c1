package dev.millrace.job.mapping;

import dev.millrace.change.ChangeEvent;

/**
 * A change that cannot be mapped: which table, where in the log, and why. Its message holds no row
 * value. It stops the job, since going on would lose the change.
 */
public final class MappingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MappingException(ChangeEvent change, String reason) {
    super(change + ": " + reason);
  }
}
