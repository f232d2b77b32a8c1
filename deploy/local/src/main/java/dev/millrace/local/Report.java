package dev.millrace.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a run of the demo has shown, as its {@code --report} file has it.
 *
 * @param rate changes a second asked for
 * @param rateReached changes a second committed while it was measured
 * @param measuredChanges changes committed while it was measured
 * @param changes changes committed after the snapshot, warm-up included
 * @param converged whether the CRM equals the database, every record compared
 * @param warmUpSeconds how long the same load ran before it was measured
 * @param outageSeconds how long the CRM was away meanwhile
 * @param checkpoints completed while it was measured, or since the CRM was back
 * @param restarts of the job, since the start
 * @param latency commit to request received by the CRM, of changes committed after the warm-up
 * @param acceptance commit to acceptance by the CRM, which has the service time in it
 */
record Report(
    String source,
    double rate,
    double rateReached,
    long measuredChanges,
    long changes,
    long inserts,
    long updates,
    long deletes,
    boolean converged,
    int recordsCompared,
    int differences,
    long warmUpSeconds,
    long measuredSeconds,
    long outageSeconds,
    long checkpoints,
    long restarts,
    Latency latency,
    Latency acceptance,
    long calls,
    double recordsPerCall,
    long violations,
    long serviceTimeMs,
    String limits,
    String database,
    int processors,
    String java) {

  /** Milliseconds. */
  record Latency(long samples, double p50Ms, double p95Ms, double p99Ms, double maxMs) {

    static Latency of(LiveState.Percentiles of) {
      return new Latency(of.samples(), of.p50(), of.p95(), of.p99(), of.max());
    }
  }

  void write(Path file) throws IOException {
    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), this);
  }
}
