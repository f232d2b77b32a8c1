package dev.millrace.simulator.salesforce;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Writes the rows of a job, 200 at a time, on the thread that serves. */
final class IngestRun {

  private final Org org;
  private final IngestJob job;
  private final ScheduledExecutorService loop;
  private final long chunkNanos;
  private CsvColumns columns;
  private IngestChunk chunk;
  private List<SObjectInput> inputs;

  /**
   * @param chunkNanos time that 200 rows take
   */
  IngestRun(Org org, IngestJob job, ScheduledExecutorService loop, long chunkNanos) {
    this.org = org;
    this.job = job;
    this.loop = loop;
    this.chunkNanos = chunkNanos;
  }

  /** Starts; the job is in progress before the first row is written. */
  void start() {
    job.startedMillis = org.tenant().nowMillis();
    loop.schedule(this::begin, chunkNanos, TimeUnit.NANOSECONDS);
  }

  private void begin() {
    if (job.state != IngestJob.State.UploadComplete) {
      return;
    }
    Csv csv = new Csv(job.csv, job.csv.length, job.delimiter);
    if (!csv.next()) {
      end(IngestJob.State.JobComplete, "");
      return;
    }
    List<String> header = List.copyOf(csv.cells());
    boolean wrongLines = csv.endedWithCarriageReturn() != job.carriageReturn;
    job.addRow(csv);
    while (csv.next()) {
      job.addRow(csv);
    }
    try {
      columns = new CsvColumns(org, job.type, header);
    } catch (CsvColumns.UnknownColumn e) {
      end(IngestJob.State.Failed, "InvalidBatch : Field name not found : " + e.getMessage());
      return;
    }
    if (wrongLines) {
      end(
          IngestJob.State.Failed,
          "InvalidBatch : LineEnding is invalid on user data. Current LineEnding setting is "
              + (job.carriageReturn ? "CRLF" : "LF"));
    } else if (job.deletes() != columns.hasId() && !job.operation.equals("update")) {
      end(IngestJob.State.Failed, "InvalidBatch : Field name not found : Id");
    } else {
      job.state = IngestJob.State.InProgress;
      nextChunk();
    }
  }

  private void end(IngestJob.State state, String message) {
    job.state = state;
    job.errorMessage = message;
    job.changedMillis = org.tenant().nowMillis();
  }

  private void nextChunk() {
    int first = job.processed();
    if (first == job.rows()) {
      end(IngestJob.State.JobComplete, "");
      return;
    }
    Csv csv = new Csv(job.csv, job.csv.length, job.delimiter);
    csv.seek(job.rowStart(first));
    inputs = new ArrayList<>();
    while (inputs.size() < Org.MOST_RECORDS && csv.next()) {
      SObjectInput input = columns.read(csv.cells());
      if (input.id == null && job.operation.equals("update")) {
        input.fail(Errors.idNotSpecified());
      }
      inputs.add(input);
    }
    chunk = new IngestChunk(org, job.receivedMicros, inputs, job.key, job.deletes());
    loop.schedule(this::commit, chunkNanos, TimeUnit.NANOSECONDS);
  }

  private void commit() {
    if (job.state == IngestJob.State.Aborted) {
      chunk.leave();
      chunk.lost();
      return;
    }
    long heldUp = chunk.heldUpNanos();
    if (heldUp > 0) {
      loop.schedule(this::commit, heldUp, TimeUnit.NANOSECONDS);
      return;
    }
    chunk.commit();
    chunk.leave();
    inputs.forEach(job::done);
    job.changedMillis = org.tenant().nowMillis();
    nextChunk();
  }
}
