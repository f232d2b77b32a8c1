package dev.millrace.crm.salesforce;

import dev.millrace.crm.Answer;
import dev.millrace.crm.CrmCall;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.RecordOutcome;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Creates or updates the records of a batch by a job of Bulk API 2.0. Once the job may run, the
 * call is not given up before the job is over: its rows could else overtake later changes.
 */
final class BulkCall implements CrmCall {

  private static final long FIRST_LOOK_MILLIS = 500;
  private static final long LONGEST_LOOK_MILLIS = 10_000;

  private static final String SUCCESSFUL = "successfulResults";
  private static final String FAILED = "failedResults";

  /** {@code CODE:message:fields --}. */
  private static final int CODE = 0;

  private enum Step {
    CREATE,
    UPLOAD,
    BEGIN,
    LOOK,
    RESULTS
  }

  private final SObjectType type;
  private final List<CrmRecord> records;
  private Outcomes outcomes;
  private int[] rows;
  private BulkJob job;
  private Step step;
  private long lookAfter;

  /** Which results are asked for, and where to go on. */
  private String which;

  private String locator;
  private Map<String, Integer> byKey;

  BulkCall(SObjectType type, List<CrmRecord> records) {
    this.type = type;
    this.records = records;
  }

  @Override
  public CrmRequest first() {
    outcomes = new Outcomes(type.type(), records.size());
    rows = byParent(outcomes.refuseMisfits(type, records));
    job = new BulkJob(type);
    lookAfter = FIRST_LOOK_MILLIS;
    which = SUCCESSFUL;
    locator = null;
    byKey = null;
    step = Step.CREATE;
    return rows.length == 0 ? CrmRequest.get(type.path().limits()) : job.create();
  }

  // Salesforce works on parts of a job at the same time, and locks the parents of each row.
  private int[] byParent(int[] indexes) {
    Integer[] sorted = Arrays.stream(indexes).boxed().toArray(Integer[]::new);
    Arrays.sort(
        sorted,
        Comparator.comparing(
            index -> records.get(index).parent(),
            Comparator.nullsFirst(Comparator.naturalOrder())));
    return Arrays.stream(sorted).mapToInt(Integer::intValue).toArray();
  }

  @Override
  public Answer read(CrmResponse response) {
    if (rows.length == 0) {
      return outcomes.answer();
    }
    if (response.status() / 100 != 2) {
      return failed(response);
    }
    try {
      switch (step) {
        case CREATE:
          job.read(response.body());
          step = Step.UPLOAD;
          return Answer.next(job.upload(new CsvWriter(type).write(records, rows)));
        case UPLOAD:
          step = Step.BEGIN;
          return Answer.next(job.begin());
        case RESULTS:
          return readResults(response);
        default:
          job.read(response.body());
          return readState();
      }
    } catch (IOException e) {
      return SalesforceErrors.notJson(response);
    }
  }

  @Override
  public CrmRequest resume() {
    switch (step) {
      case BEGIN:
      case LOOK:
        // Whether it runs is not known. One that is still open is begun again.
        step = Step.LOOK;
        return job.look();
      case RESULTS:
        return job.results(which, locator);
      default:
        // It was not told to begin, so it never will.
        return null;
    }
  }

  private Answer failed(CrmResponse response) {
    Answer answer = SalesforceErrors.answer(response, type.type());
    if (response.status() == 404 && (step == Step.LOOK || step == Step.RESULTS)) {
      // Somebody deleted the job, and what it has not done it never will.
      return done(Answer.unavailable(answer.code(), answer.message(), -1));
    }
    boolean started = step != Step.CREATE && step != Step.UPLOAD;
    if (answer.kind() == Answer.Kind.REFUSED && (started || step == Step.CREATE)) {
      // Not for a record: the records were not looked at.
      return Answer.misconfigured(
          answer.code(),
          "Salesforce: a bulk job for "
              + type.type().object()
              + " is refused; sink.bulk.enabled: false does without");
    }
    return answer;
  }

  private Answer readState() {
    step = Step.LOOK;
    switch (job.state) {
      case "Open":
        step = Step.BEGIN;
        return Answer.next(job.begin());
      case "JobComplete":
        if (job.failed == 0 && job.processed == rows.length) {
          for (int row : rows) {
            outcomes.accept(row);
          }
          return outcomes.answer();
        }
        return results();
      case "Failed":
      case "Aborted":
        if (job.errorMessage.startsWith("InvalidBatch")) {
          // Of the columns, which are the mapping's fields.
          return Answer.misconfigured(
              "InvalidBatch",
              "Salesforce: bulk job for " + type.type().object() + ": " + job.errorMessage);
        }
        return results();
      default:
        long after = lookAfter;
        lookAfter = Math.min(LONGEST_LOOK_MILLIS, lookAfter * 2);
        return Answer.next(job.look(), after);
    }
  }

  private Answer results() {
    step = Step.RESULTS;
    byKey = new HashMap<>();
    for (int row : rows) {
      byKey.put(type.keyOfAnswer(records.get(row).externalId()), row);
    }
    return Answer.next(job.results(which, locator));
  }

  private Answer readResults(CrmResponse response) throws IOException {
    CsvReader csv = new CsvReader(response.body());
    List<String> header = csv.row();
    if (header != null) {
      int key = indexOf(header, type.type().idField());
      int second = indexOf(header, which.equals(FAILED) ? "sf__Error" : "sf__Id");
      for (List<String> row = csv.row(); row != null; row = csv.row()) {
        if (row.size() == header.size()) {
          read(row.get(key), row.get(second), response);
        }
      }
    }
    locator = response.header("sforce-locator");
    if (locator != null && !locator.equals("null")) {
      return Answer.next(job.results(which, locator));
    }
    locator = null;
    if (which.equals(SUCCESSFUL)) {
      which = FAILED;
      return Answer.next(job.results(which, null));
    }
    return notProcessed();
  }

  private void read(String externalId, String text, CrmResponse response) {
    Integer row = byKey.get(type.keyOfAnswer(externalId));
    if (row == null) {
      return;
    }
    if (which.equals(SUCCESSFUL)) {
      outcomes.accept(row);
      type.ids().put(type.key(externalId), text);
    } else {
      String[] parts = text.split(":", 2);
      String message = parts.length > 1 ? parts[1] : "";
      outcomes.failed(
          row,
          List.of(new SalesforceError(parts[CODE], message, Set.of(), type.type().idField())),
          response);
    }
  }

  private Answer notProcessed() {
    boolean any = false;
    for (int row : rows) {
      if (outcomes.isOpen(row)) {
        outcomes.set(
            row, RecordOutcome.retry("Job" + job.state, "the job did not come to the row"));
      } else {
        any = true;
      }
    }
    return done(
        any ? outcomes.answer() : Answer.unavailable("Job" + job.state, job.errorMessage, -1));
  }

  /** Nothing of the job is left to wait for. */
  private Answer done(Answer answer) {
    step = Step.CREATE;
    return answer;
  }

  private static int indexOf(List<String> header, String name) throws IOException {
    for (int i = 0; i < header.size(); i++) {
      if (header.get(i).equalsIgnoreCase(name)) {
        return i;
      }
    }
    throw new IOException("results without a column " + name);
  }
}
