package dev.millrace.simulator.salesforce;

import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Iso;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Slot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** A job that takes a CSV: what it is told, where it stands, and what became of each row. */
final class IngestJob {

  /** Where a job stands, in the API's words. */
  enum State {
    Open,
    UploadComplete,
    InProgress,
    JobComplete,
    Failed,
    Aborted
  }

  final String id;
  final ObjectType type;
  final String operation;

  /** Null unless the operation is upsert. */
  final Slot key;

  final char delimiter;
  final boolean carriageReturn;
  private final Map<String, Object> told;

  State state = State.Open;
  String errorMessage = "";
  byte[] csv = {};
  long receivedMicros;
  long startedMillis;
  long changedMillis;

  private int headerStart;
  private int headerEnd;
  private int[] rowStarts = {};
  private int[] rowEnds = {};
  private int rows;
  private int processed;
  private String[] ids = {};
  private final BitSet created = new BitSet();
  private final Map<Integer, String> errors = new TreeMap<>();

  IngestJob(
      String id,
      ObjectType type,
      String operation,
      Slot key,
      char delimiter,
      boolean carriageReturn,
      Map<String, Object> told) {
    this.id = id;
    this.type = type;
    this.operation = operation;
    this.key = key;
    this.delimiter = delimiter;
    this.carriageReturn = carriageReturn;
    this.told = told;
  }

  boolean deletes() {
    return operation.equals("delete") || operation.equals("hardDelete");
  }

  /** Notes where the rows are; the header is the first. */
  void addRow(Csv row) {
    if (headerEnd == 0) {
      headerStart = row.rowStart();
      headerEnd = row.rowEnd();
      return;
    }
    if (rows == rowStarts.length) {
      rowStarts = Arrays.copyOf(rowStarts, Math.max(1024, rows * 2));
      rowEnds = Arrays.copyOf(rowEnds, rowStarts.length);
    }
    rowStarts[rows] = row.rowStart();
    rowEnds[rows++] = row.rowEnd();
  }

  int rows() {
    return rows;
  }

  int rowStart(int row) {
    return rowStarts[row];
  }

  int processed() {
    return processed;
  }

  /** Notes what became of the next row. */
  void done(SObjectInput input) {
    if (processed == ids.length) {
      ids = Arrays.copyOf(ids, Math.max(1024, processed * 2));
    }
    if (input.failed()) {
      SalesforceError error = input.errors().get(0);
      errors.put(
          processed,
          error.code()
              + ':'
              + error.message()
              + ':'
              + String.join(",", error.fields())
              + (error.fields().isEmpty() ? "--" : " --"));
      ids[processed] = "";
    } else {
      ids[processed] = input.written == null ? input.id : SalesforceIds.text(type, input.written);
      created.set(processed, input.created);
    }
    processed++;
  }

  Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>(told);
    body.put("state", state);
    body.put("systemModstamp", Iso.format(changedMillis).replace("Z", "+0000"));
    body.put("retries", 0);
    body.put("totalProcessingTime", startedMillis == 0 ? 0 : changedMillis - startedMillis);
    body.put("numberRecordsProcessed", processed);
    body.put("numberRecordsFailed", errors.size());
    body.put("errorMessage", errorMessage);
    return body;
  }

  /** The rows that were written, in no order. */
  Answer successful(RandomGenerator random) {
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < processed; row++) {
      if (!errors.containsKey(row)) {
        lines.add(
            Csv.quote(ids[row])
                + ','
                + Csv.quote(String.valueOf(created.get(row)))
                + ','
                + text(rowStarts[row], rowEnds[row]));
      }
    }
    return csv("\"sf__Id\",\"sf__Created\",", lines, random);
  }

  /** The rows that were refused, in no order. */
  Answer failed(RandomGenerator random) {
    List<String> lines = new ArrayList<>();
    errors.forEach(
        (row, error) ->
            lines.add("\"\"," + Csv.quote(error) + ',' + text(rowStarts[row], rowEnds[row])));
    return csv("\"sf__Id\",\"sf__Error\",", lines, random);
  }

  /** The rows that were not come to. */
  Answer unprocessed(RandomGenerator random) {
    List<String> lines = new ArrayList<>();
    for (int row = processed; row < rows; row++) {
      lines.add(text(rowStarts[row], rowEnds[row]));
    }
    return csv("", lines, random);
  }

  private String text(int from, int to) {
    return new String(csv, from, to - from, StandardCharsets.UTF_8);
  }

  private Answer csv(String columns, List<String> lines, RandomGenerator random) {
    for (int i = lines.size() - 1; i > 0; i--) {
      lines.set(i, lines.set(random.nextInt(i + 1), lines.get(i)));
    }
    StringBuilder text =
        new StringBuilder(columns).append(text(headerStart, headerEnd)).append('\n');
    lines.forEach(line -> text.append(line).append('\n'));
    return Answer.text(200, "text/csv", text.toString());
  }
}
