package dev.millrace.simulator.pipedrive;

import dev.millrace.simulator.server.Answer;

/** A call refused in Pipedrive's form. */
final class PipedriveError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;

  PipedriveError(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  Answer answer() {
    return PipedriveApi.error(status, getMessage());
  }
}
