package dev.millrace.job.mapping;

import dev.millrace.change.ChangeEvent;

/**
 * A change that cannot be mapped for what its table or the log is like, not its row: which table,
 * where in the log, and why. Its message holds no row value. It stops the job: the next change of
 * the table could not be mapped either.
 */
public final class MappingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MappingException(ChangeEvent change, String reason) {
    super(change + ": " + reason);
  }
}
