package dev.millrace.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.simulator.Stats;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * What a run with hot keys has shown.
 *
 * @param changesPerRecordVersion how many changes became one accepted version: the merge ratio
 * @param secondsBehind the most that a record was behind at any second of the load
 * @param secondsBehindAtTheEnd the same when the last change was committed
 * @param recordsBehind records of which the CRM has not the newest version when all is delivered
 * @param stepsBack times that the CRM accepted an older version after a newer one
 */
record Report(
    int rate,
    int records,
    double zipf,
    int seconds,
    long changes,
    long accepted,
    double changesPerRecordVersion,
    double secondsBehind,
    double secondsBehindAtTheEnd,
    int mostSecondsBehind,
    int recordsBehind,
    long stepsBack,
    Stats.Violations violations,
    long calls,
    double recordsPerCall,
    List<Sample> samples) {

  /**
   * @param heapMiB in use after the latest garbage collection
   */
  record Sample(int second, long changes, long accepted, double secondsBehind, long heapMiB) {}

  static Report of(HotKeys run, Ledger ledger, List<Sample> samples, Stats stats) {
    List<Sample> load = samples.subList(0, Math.min(run.seconds, samples.size()));
    return new Report(
        run.rate,
        run.records,
        run.exponent,
        run.seconds,
        ledger.changes(),
        ledger.acceptances(),
        tenths((double) ledger.changes() / Math.max(1, ledger.acceptances())),
        tenths(load.stream().mapToDouble(Sample::secondsBehind).max().orElse(0)),
        tenths(load.isEmpty() ? 0 : load.get(load.size() - 1).secondsBehind()),
        run.mostBehind,
        ledger.recordsBehind(),
        ledger.stepsBack(),
        stats.violations(),
        stats.calls(),
        tenths((double) stats.accepted() / Math.max(1, stats.calls())),
        samples);
  }

  private static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }

  boolean holds() {
    return secondsBehind <= mostSecondsBehind
        && recordsBehind == 0
        && stepsBack == 0
        && violations.total() == 0;
  }

  void print(PrintStream out) {
    out.printf(
        "%,d changes in %d s, %,d versions accepted: %.1f changes merged into one%n",
        changes, seconds, accepted, changesPerRecordVersion);
    out.printf(
        "%,d calls, %.1f records a call, violations: %s%n", calls, recordsPerCall, violations);
    out.printf(
        "behind: at most %.1f s, %.1f s at the end (allowed: %d s)%n",
        secondsBehind, secondsBehindAtTheEnd, mostSecondsBehind);
    out.printf(
        "heap after collection: %d MiB at a third, %d at two thirds, %d at the end%n",
        heap(1), heap(2), heap(3));
    out.printf(
        "in the end %d records were not at their newest version; %d steps back%n",
        recordsBehind, stepsBack);
    out.println(holds() ? "Holds." : "Does NOT hold.");
  }

  private long heap(int third) {
    return samples.isEmpty() ? 0 : samples.get(samples.size() * third / 3 - 1).heapMiB();
  }

  void write(Path file) throws IOException {
    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), this);
  }
}
