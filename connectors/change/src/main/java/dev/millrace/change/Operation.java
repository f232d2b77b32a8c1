package dev.millrace.change;

/**
 * What happened to the row. A row read by the snapshot is an {@link #INSERT} whose change says so.
 */
public enum Operation {
  INSERT,
  UPDATE,
  DELETE
}
