package dev.millrace.cdc.mysql;

import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/** The binlog has an event that cannot be read. The job ends: a restart comes to the same event. */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
final class UnreadableEventException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  UnreadableEventException(String message) {
    super(message);
  }
}
