package dev.millrace.crm.hubspot;

import dev.millrace.crm.Answer;
import dev.millrace.crm.Answer.Kind;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.RecordOutcome;
import dev.millrace.crm.RecordType;
import dev.millrace.crm.RetryAfter;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What HubSpot's errors mean: a table, of which the first row that fits counts. */
final class HubSpotErrors {

  /** Status under which the table has the errors of single records inside an answer. */
  private static final int RECORD = 207;

  private static final Duration NO_WAIT = Duration.ofMillis(-1);

  /** HubSpot's burst limit counts the calls of the ten seconds that end now. */
  private static final Duration BURST_WINDOW = Duration.ofSeconds(10);

  /**
   * The daily limit ends at midnight in the account's time zone, which we do not know: ask now and
   * then.
   */
  private static final Duration UNTIL_MIDNIGHT = Duration.ofMinutes(10);

  private static final List<Row> TABLE =
      List.of(
          stops("PROPERTY_DOESNT_EXIST", "%1$s has no property %2$s"),
          stops("READ_ONLY_VALUE", "property %2$s of %1$s is read only"),
          stops(HubSpotError.UNKNOWN_OBJECT, "there is no object %1$s"),
          stops(
              HubSpotError.ID_NOT_UNIQUE,
              "property %3$s of %1$s identifies no record: it was not created with hasUniqueValue"),
          stops("MISSING_SCOPES", "the token lacks the scope to write %1$s, one of %4$s"),
          row(RECORD, RECORD, "RATE_LIMITS", Kind.UNAVAILABLE, NO_WAIT),
          row(RECORD, RECORD, "RATE_LIMIT", Kind.UNAVAILABLE, NO_WAIT),
          row(RECORD, RECORD, "INTERNAL_ERROR", Kind.UNAVAILABLE, NO_WAIT),
          // Found by its external id and gone when it was to be written: the next try creates it.
          row(RECORD, RECORD, "OBJECT_NOT_FOUND", Kind.UNAVAILABLE, NO_WAIT),
          // VALIDATION_ERROR, CONFLICT, and what we do not know: seen by people as a dead letter.
          row(RECORD, RECORD, null, Kind.REFUSED, NO_WAIT),
          row(401, 401, null, Kind.UNAUTHORIZED, NO_WAIT),
          row(408, 408, null, Kind.UNAVAILABLE, NO_WAIT),
          row(413, 414, null, Kind.REFUSED, NO_WAIT),
          // A record's lock lasts two seconds.
          row(423, 423, null, Kind.UNAVAILABLE, Duration.ofSeconds(2)),
          row(429, 429, "DAILY", Kind.THROTTLED, UNTIL_MIDNIGHT),
          row(429, 429, "SECONDLY", Kind.THROTTLED, Duration.ofSeconds(1)),
          row(429, 429, null, Kind.THROTTLED, BURST_WINDOW),
          // The account moves between data centres; Retry-After says for how long.
          row(477, 477, null, Kind.THROTTLED, Duration.ofMinutes(1)),
          // A gateway's page says nothing of the records.
          row(400, 499, HubSpotError.NOT_JSON, Kind.UNAVAILABLE, NO_WAIT),
          row(402, 405, null, Kind.MISCONFIGURED, NO_WAIT),
          row(400, 499, null, Kind.REFUSED, NO_WAIT),
          row(0, 999, null, Kind.UNAVAILABLE, NO_WAIT));

  private static final String OTHERWISE =
      "calls for %1$s are answered with %5$s: look at sink.base-url, sink.api-path and the token's"
          + " rights";

  private HubSpotErrors() {}

  /** What an answer other than 2xx means. */
  static Answer answer(CrmResponse response, RecordType type) {
    HubSpotError error = HubSpotError.of(response.body());
    Row row = find(response.status(), error);
    String code = error.code() == null ? "HTTP " + response.status() : error.code();
    switch (row.kind) {
      case MISCONFIGURED:
        return misconfigured(row, error, response.status(), type);
      case UNAUTHORIZED:
        return Answer.unauthorized(code, "HubSpot does not accept the token");
      case THROTTLED:
        return Answer.throttled(code, error.message(), wait(response, row));
      case REFUSED:
        return Answer.refused(code, error.message());
      default:
        return Answer.unavailable(code, error.message(), wait(response, row));
    }
  }

  /** What a 2xx means whose body cannot be read: a gateway's page, or an answer cut short. */
  static Answer notJson(CrmResponse response) {
    return Answer.unavailable(
        HubSpotError.NOT_JSON, "HTTP " + response.status() + " without HubSpot's JSON", -1);
  }

  /**
   * What an error inside an answer means for its records; null when it concerns every record of the
   * type, as {@link #misconfigured} tells.
   */
  static RecordOutcome outcome(HubSpotError error) {
    String code = error.code() == null ? "UNKNOWN" : error.code();
    switch (find(RECORD, error).kind) {
      case MISCONFIGURED:
        return null;
      case REFUSED:
        return RecordOutcome.refused(code, error.message());
      default:
        return RecordOutcome.retry(code, error.message());
    }
  }

  /** The answer for an error inside an answer that concerns every record of the type. */
  static Answer misconfigured(HubSpotError error, RecordType type) {
    return misconfigured(find(RECORD, error), error, RECORD, type);
  }

  // In our own words, because this message is logged and HubSpot's may quote a value.
  private static Answer misconfigured(Row row, HubSpotError error, int status, RecordType type) {
    String code = row.code == null ? "HTTP " + status : row.code;
    Set<String> properties = error.properties(code);
    return Answer.misconfigured(
        code,
        "HubSpot: "
            + String.format(
                row.words == null ? OTHERWISE : row.words,
                type.object(),
                properties.isEmpty() ? "of one mapped name" : String.join(", ", properties),
                type.idField(),
                error.scopes(),
                status));
  }

  private static long wait(CrmResponse response, Row row) {
    long asked = RetryAfter.millis(response);
    return asked >= 0 ? asked : row.wait.toMillis();
  }

  private static Row find(int status, HubSpotError error) {
    for (Row row : TABLE) {
      if (status >= row.from
          && status <= row.to
          && (row.code == null || error.codes().contains(row.code))) {
        return row;
      }
    }
    throw new IllegalStateException("no row for status " + status);
  }

  private static Row row(int from, int to, String code, Kind kind, Duration wait) {
    return new Row(from, to, code, kind, wait, null);
  }

  /** Of one record or of the call: no record of the type will ever be accepted. */
  private static Row stops(String code, String words) {
    return new Row(RECORD, 499, code, Kind.MISCONFIGURED, NO_WAIT, words);
  }

  private static final class Row {
    final int from;
    final int to;
    final String code;
    final Kind kind;
    final Duration wait;
    final String words;

    Row(int from, int to, String code, Kind kind, Duration wait, String words) {
      this.from = from;
      this.to = to;
      this.code = code;
      this.kind = kind;
      this.wait = wait;
      this.words = words;
    }
  }
}
