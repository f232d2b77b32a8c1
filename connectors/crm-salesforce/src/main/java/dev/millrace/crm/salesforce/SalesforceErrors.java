package dev.millrace.crm.salesforce;

import static dev.millrace.crm.ErrorTable.RECORD;
import static dev.millrace.crm.ErrorTable.row;
import static dev.millrace.crm.ErrorTable.stops;

import dev.millrace.crm.Answer;
import dev.millrace.crm.Answer.Kind;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.ErrorTable;
import dev.millrace.crm.RecordType;
import java.time.Duration;
import java.util.List;

/** What Salesforce's errors mean. It sends no Retry-After. */
final class SalesforceErrors {

  /** The day's calls are those of the 24 hours that end now: some come free all the time. */
  private static final Duration UNTIL_CALLS_COME_FREE = Duration.ofMinutes(5);

  static final ErrorTable TABLE =
      new ErrorTable(
          "Salesforce",
          "calls for %1$s are answered with %4$s: look at sink.base-url, sink.api-version and the"
              + " user's rights",
          List.of(
              stops(
                  SalesforceError.NO_SUCH_FIELD,
                  "%1$s has no field %2$s, or the user may not see it"),
              stops(
                  SalesforceError.NO_SUCH_ID_FIELD,
                  "%1$s has no external id field %3$s, or the user may not see it"),
              stops(
                  "INVALID_FIELD_FOR_INSERT_UPDATE",
                  "the user may not write field %2$s of %1$s, or it cannot be written"),
              stops("INVALID_TYPE", "there is no object %1$s, or the user may not see it"),
              stops("API_DISABLED_FOR_ORG", "the organization's edition has no API"),
              stops("API_CURRENTLY_DISABLED", "the user may not use the API"),
              stops(
                  SalesforceError.NO_API_SESSION,
                  "the session is not one for the REST API: the app lacks the scope 'api'"),
              // Both refuse more than one record: they are for the sink.
              row(RECORD, 499, SalesforceError.TOO_MANY_AT_ONCE, Kind.THROTTLED),
              row(RECORD, 499, "REQUEST_LIMIT_EXCEEDED", Kind.THROTTLED, UNTIL_CALLS_COME_FREE),
              row(RECORD, 499, "STORAGE_LIMIT_EXCEEDED", Kind.THROTTLED, UNTIL_CALLS_COME_FREE),
              row(RECORD, 499, "UNABLE_TO_LOCK_ROW", Kind.BUSY),
              row(RECORD, 499, "QUERY_TIMEOUT", Kind.BUSY),
              row(RECORD, 499, "REQUEST_RUNNING_TOO_LONG", Kind.UNAVAILABLE),
              row(RECORD, 499, "SERVER_UNAVAILABLE", Kind.UNAVAILABLE),
              row(RECORD, 499, "UNKNOWN_EXCEPTION", Kind.UNAVAILABLE),
              row(RECORD, RECORD, SalesforceError.MISSING_PARENT, Kind.UNAVAILABLE),
              row(RECORD, RECORD, SalesforceError.TWICE_IN_CALL, Kind.UNAVAILABLE),
              row(RECORD, RECORD, SalesforceError.LOST_RACE, Kind.UNAVAILABLE),
              row(RECORD, RECORD, "ALL_OR_NONE_OPERATION_ROLLED_BACK", Kind.UNAVAILABLE),
              row(RECORD, RECORD, "PROCESSING_HALTED", Kind.UNAVAILABLE),
              // Deleted between the look-up of its external id and the write: created by the next.
              row(RECORD, RECORD, "ENTITY_IS_DELETED", Kind.UNAVAILABLE),
              // REQUIRED_FIELD_MISSING, STRING_TOO_LONG, DUPLICATES_DETECTED, and what we do not
              // know: seen by people as a dead letter.
              row(RECORD, RECORD, null, Kind.REFUSED),
              // Several records hold the external id.
              row(300, 300, null, Kind.REFUSED),
              row(401, 401, null, Kind.UNAUTHORIZED),
              row(403, 403, "INSUFFICIENT_ACCESS", Kind.REFUSED),
              row(403, 403, "INSUFFICIENT_ACCESS_OR_READONLY", Kind.REFUSED),
              row(403, 403, "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", Kind.REFUSED),
              row(408, 408, null, Kind.UNAVAILABLE),
              row(413, 414, null, Kind.REFUSED),
              row(429, 429, null, Kind.THROTTLED),
              row(431, 431, null, Kind.REFUSED),
              // A gateway's page says nothing of the records.
              row(400, 499, SalesforceError.NOT_JSON, Kind.UNAVAILABLE),
              row(402, 415, null, Kind.MISCONFIGURED),
              row(400, 499, null, Kind.REFUSED),
              row(0, 999, null, Kind.UNAVAILABLE)));

  private SalesforceErrors() {}

  /** What an answer other than 2xx means, to whatever was asked. */
  static Answer answer(CrmResponse response, RecordType type) {
    return TABLE.answer(response, SaveAnswer.error(response.body(), type.idField()), type);
  }

  /** What a 2xx means whose body cannot be read: a gateway's page, or an answer cut short. */
  static Answer notJson(CrmResponse response) {
    return Answer.unavailable(
        SalesforceError.NOT_JSON, "HTTP " + response.status() + " without Salesforce's JSON", -1);
  }
}
