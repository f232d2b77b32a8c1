package dev.millrace.cdc;

import java.io.IOException;

/**
 * What went wrong while the database was read, without what Flink CDC adds to it: the edges of the
 * snapshot's chunk, which are primary keys. Failures are logged and shown by Flink's web UI.
 */
public final class ReadFailure {

  /** The failure from the innermost cause on that is told without a chunk's edges. */
  public static IOException of(Exception failure) {
    Throwable cause = failure;
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (namesSplit(each)) {
        cause = each.getCause();
      }
    }
    if (cause == null) {
      return new IOException("the database could not be read: " + failure.getClass().getName());
    }
    return new IOException("the database could not be read: " + cause.getMessage(), cause);
  }

  /** As upstream prints them: {@code SnapshotSplit{tableId=..., splitStart=[...]}}. */
  private static boolean namesSplit(Throwable failure) {
    return String.valueOf(failure.getMessage()).contains("Split{");
  }

  private ReadFailure() {}
}
