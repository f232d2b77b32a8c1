package dev.millrace.change.flink;

/**
 * A platform that lets its users see only those metrics of a job that are in a group of the
 * platform's name. Found by {@link java.util.ServiceLoader}, so that the jar for that platform
 * brings it. Needs a constructor without arguments.
 */
public interface MetricExport {

  /** The group's name, as the platform wants it beneath an operator's. */
  String group();
}
