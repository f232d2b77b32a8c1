package dev.millrace.aws;

import dev.millrace.change.flink.MetricExport;

/**
 * Amazon's managed Flink hands on to CloudWatch what a job has in groups of this name, without the
 * histograms: <a
 * href="https://docs.aws.amazon.com/managed-flink/latest/java/monitoring-metrics-custom.html">its
 * page on custom metrics</a>.
 */
public final class CloudWatchMetrics implements MetricExport {

  @Override
  public String group() {
    return "kinesisanalytics";
  }
}
