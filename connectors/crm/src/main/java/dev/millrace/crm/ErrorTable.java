package dev.millrace.crm;

import dev.millrace.crm.Answer.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What a CRM's errors mean, as data: rows, of which the first that fits counts. */
public final class ErrorTable {

  /** Status under which a table has the errors of single records inside an answer. */
  public static final int RECORD = 207;

  private static final Duration NO_WAIT = Duration.ofMillis(-1);

  private final String crm;
  private final String otherwise;
  private final List<Row> rows;

  /**
   * @param crm the CRM's name, for messages
   * @param otherwise words of a row that stops the job and has none of its own; as for {@link
   *     #stops}
   * @param rows the last one fits everything
   */
  public ErrorTable(String crm, String otherwise, List<Row> rows) {
    this.crm = crm;
    this.otherwise = otherwise;
    this.rows = List.copyOf(rows);
  }

  /** An error as an answer describes it. */
  public interface CrmError {

    /** Every code and category that it names, the most exact first; empty when it names none. */
    Set<String> codes();

    /** The CRM's own words; they may quote a value. */
    String message();

    /** The names, of fields or scopes, that it gives with this code; empty when it gives none. */
    Set<String> names(String code);
  }

  /** One line of a table. */
  public static final class Row {
    private final int from;
    private final int to;
    private final String code;
    private final Kind kind;
    private final Duration wait;
    private final String words;

    private Row(int from, int to, String code, Kind kind, Duration wait, String words) {
      this.from = from;
      this.to = to;
      this.code = code;
      this.kind = kind;
      this.wait = wait;
      this.words = words;
    }

    public Kind kind() {
      return kind;
    }
  }

  /**
   * @param from the lowest status that it is for
   * @param to the highest
   * @param code a code that the error must name; null for any error
   */
  public static Row row(int from, int to, String code, Kind kind) {
    return row(from, to, code, kind, NO_WAIT);
  }

  /**
   * @param wait how long to wait where the answer does not say
   */
  public static Row row(int from, int to, String code, Kind kind, Duration wait) {
    return new Row(from, to, code, kind, wait, null);
  }

  /**
   * A fault of the configuration, of one record or of the call: no record of the type will ever be
   * accepted.
   *
   * @param words what is wrong; {@code %1$s} is the object, {@code %2$s} the names that the error
   *     gives, {@code %3$s} the id field, {@code %4$s} the status
   */
  public static Row stops(String code, String words) {
    return new Row(RECORD, 499, code, Kind.MISCONFIGURED, NO_WAIT, words);
  }

  /** The row that counts for an error. */
  public Row find(int status, CrmError error) {
    for (Row row : rows) {
      if (status >= row.from
          && status <= row.to
          && (row.code == null || error.codes().contains(row.code))) {
        return row;
      }
    }
    throw new IllegalStateException("no row for status " + status);
  }

  /** What an answer means that is an error as a whole. */
  public Answer answer(CrmResponse response, CrmError error, RecordType type) {
    return answer(response.status(), response, error, type);
  }

  /**
   * @param status the status that counts, where it is not the answer's own
   */
  public Answer answer(int status, CrmResponse response, CrmError error, RecordType type) {
    Row row = find(status, error);
    String code = code(error, "HTTP " + status);
    switch (row.kind) {
      case MISCONFIGURED:
        return misconfigured(row, error, status, type);
      case UNAUTHORIZED:
        return Answer.unauthorized(code, crm + " does not accept the token");
      case THROTTLED:
        return Answer.throttled(code, error.message(), wait(response, row));
      case REFUSED:
        return Answer.refused(code, error.message());
      case BUSY:
        return Answer.busy(code, error.message(), wait(response, row));
      default:
        return Answer.unavailable(code, error.message(), wait(response, row));
    }
  }

  /** Which kind of answer an error inside an answer is, to its record. */
  public Kind kind(CrmError error) {
    return find(RECORD, error).kind;
  }

  /**
   * What an error inside an answer means for its record; null when it concerns every record of the
   * type, as {@link #misconfigured} tells.
   */
  public RecordOutcome outcome(CrmError error) {
    String code = code(error, "UNKNOWN");
    switch (kind(error)) {
      case MISCONFIGURED:
        return null;
      case REFUSED:
        return RecordOutcome.refused(code, error.message());
      default:
        return RecordOutcome.retry(code, error.message());
    }
  }

  /** The answer for an error inside an answer that concerns every record of the type. */
  public Answer misconfigured(CrmError error, RecordType type) {
    return misconfigured(find(RECORD, error), error, RECORD, type);
  }

  // In our own words, because this message is logged and the CRM's may quote a value.
  private Answer misconfigured(Row row, CrmError error, int status, RecordType type) {
    String code = row.code == null ? "HTTP " + status : row.code;
    Set<String> names = error.names(code);
    return Answer.misconfigured(
        code,
        crm
            + ": "
            + String.format(
                row.words == null ? otherwise : row.words,
                type.object(),
                names.isEmpty() ? "of one mapped name" : String.join(", ", names),
                type.idField(),
                status));
  }

  private static String code(CrmError error, String without) {
    return error.codes().isEmpty() ? without : error.codes().iterator().next();
  }

  private static long wait(CrmResponse response, Row row) {
    long asked = RetryAfter.millis(response);
    return asked >= 0 ? asked : row.wait.toMillis();
  }
}
