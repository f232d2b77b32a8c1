package dev.millrace.crm.hubspot;

import static dev.millrace.crm.ErrorTable.RECORD;
import static dev.millrace.crm.ErrorTable.row;
import static dev.millrace.crm.ErrorTable.stops;

import dev.millrace.crm.Answer;
import dev.millrace.crm.Answer.Kind;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.ErrorTable;
import dev.millrace.crm.RecordOutcome;
import dev.millrace.crm.RecordType;
import java.time.Duration;
import java.util.List;

/** What HubSpot's errors mean. */
final class HubSpotErrors {

  /** HubSpot's burst limit counts the calls of the ten seconds that end now. */
  private static final Duration BURST_WINDOW = Duration.ofSeconds(10);

  /**
   * The daily limit ends at midnight in the account's time zone, which we do not know: ask now and
   * then.
   */
  private static final Duration UNTIL_MIDNIGHT = Duration.ofMinutes(10);

  private static final ErrorTable TABLE =
      new ErrorTable(
          "HubSpot",
          "calls for %1$s are answered with %4$s: look at sink.base-url, sink.api-path and the"
              + " token's rights",
          List.of(
              stops("PROPERTY_DOESNT_EXIST", "%1$s has no property %2$s"),
              stops("READ_ONLY_VALUE", "property %2$s of %1$s is read only"),
              stops(HubSpotError.UNKNOWN_OBJECT, "there is no object %1$s"),
              stops(
                  HubSpotError.ID_NOT_UNIQUE,
                  "property %3$s of %1$s identifies no record: it was not created with"
                      + " hasUniqueValue"),
              stops(
                  HubSpotError.MISSING_SCOPES,
                  "the token lacks the scope to write %1$s, one of [%2$s]"),
              row(RECORD, RECORD, "RATE_LIMITS", Kind.UNAVAILABLE),
              row(RECORD, RECORD, "RATE_LIMIT", Kind.UNAVAILABLE),
              row(RECORD, RECORD, "INTERNAL_ERROR", Kind.UNAVAILABLE),
              // Found by its external id and gone when it was to be written: the next try creates
              // it.
              row(RECORD, RECORD, "OBJECT_NOT_FOUND", Kind.UNAVAILABLE),
              // Gone between being found and being associated.
              row(RECORD, RECORD, HubSpotError.INVALID_ASSOCIATION_ID, Kind.UNAVAILABLE),
              // VALIDATION_ERROR, CONFLICT, and what we do not know: seen by people as a dead
              // letter.
              row(RECORD, RECORD, null, Kind.REFUSED),
              row(401, 401, null, Kind.UNAUTHORIZED),
              row(408, 408, null, Kind.UNAVAILABLE),
              row(413, 414, null, Kind.REFUSED),
              // A record's lock lasts two seconds.
              row(423, 423, null, Kind.BUSY, Duration.ofSeconds(2)),
              row(429, 429, "DAILY", Kind.THROTTLED, UNTIL_MIDNIGHT),
              row(429, 429, "SECONDLY", Kind.THROTTLED, Duration.ofSeconds(1)),
              row(429, 429, null, Kind.THROTTLED, BURST_WINDOW),
              // The account moves between data centres; Retry-After says for how long.
              row(477, 477, null, Kind.THROTTLED, Duration.ofMinutes(1)),
              // A gateway's page says nothing of the records.
              row(400, 499, HubSpotError.NOT_JSON, Kind.UNAVAILABLE),
              row(402, 405, null, Kind.MISCONFIGURED),
              row(400, 499, null, Kind.REFUSED),
              row(0, 999, null, Kind.UNAVAILABLE)));

  private HubSpotErrors() {}

  /** What an answer other than 2xx means. */
  static Answer answer(CrmResponse response, RecordType type) {
    return TABLE.answer(response, HubSpotError.of(response.body()), type);
  }

  /** What a 2xx means whose body cannot be read: a gateway's page, or an answer cut short. */
  static Answer notJson(CrmResponse response) {
    return Answer.unavailable(
        HubSpotError.NOT_JSON, "HTTP " + response.status() + " without HubSpot's JSON", -1);
  }

  /** See {@link ErrorTable#outcome}. */
  static RecordOutcome outcome(HubSpotError error) {
    return TABLE.outcome(error);
  }

  /** See {@link ErrorTable#misconfigured}. */
  static Answer misconfigured(HubSpotError error, RecordType type) {
    return TABLE.misconfigured(error, type);
  }
}
