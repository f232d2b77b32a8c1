package dev.millrace.crm.rest;

import static dev.millrace.crm.rest.Some.answer;
import static dev.millrace.crm.rest.Some.batch;
import static dev.millrace.crm.rest.Some.connector;
import static dev.millrace.crm.rest.Some.delete;
import static dev.millrace.crm.rest.Some.text;
import static dev.millrace.crm.rest.Some.upserts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crm.Batch;
import dev.millrace.crm.CrmCall;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.ToldLimits;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What answers mean. */
class AnswersTest {

  private static final String NOT_MENTIONED =
      "UNCONFIRMED UNCONFIRMED the answer does not mention the record";

  private static final String[] BY_ORDER = {
    "upsert.body", "array",
    "upsert.results.array", "/data",
    "upsert.results.status", "/code",
    "upsert.results.accepted", "OK;201",
    "errors.code", "/code",
    "errors.message", "/why",
    "errors.retry", "LOCKED",
    "errors.stop", "NO_FIELD",
    "errors.throttle", "BUSY"
  };

  private static String read(Batch batch, CrmResponse response, String... settings) {
    CrmCall call = connector(settings).call(batch);
    call.first();
    return text(call.read(response));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "200 | {} | [ACCEPTED, ACCEPTED]",
        "204 | `` | [ACCEPTED, ACCEPTED]",
        "302 | `` | MISCONFIGURED",
        "400 | {\"c\":\"BAD\",\"m\":\"no\"} | REFUSED BAD no",
        "400 | <html> | UNAVAILABLE NOT_JSON HTTP 400 without the JSON that was expected",
        "401 | <html> | UNAUTHORIZED NOT_JSON the CRM does not accept the token",
        "401 | `` | UNAUTHORIZED HTTP 401 the CRM does not accept the token",
        "403 | {} | MISCONFIGURED",
        "403 | <html> | UNAVAILABLE NOT_JSON HTTP 403 without the JSON that was expected",
        "404 | <html> | MISCONFIGURED",
        "408 | `` | UNAVAILABLE HTTP 408",
        "423 | `` | BUSY HTTP 423",
        "409 | {\"c\":7} | REFUSED 7",
        "412 | {\"c\":\"RACE\",\"m\":\"x\"} | BUSY RACE x",
        "413 | `` | REFUSED HTTP 413",
        "422 | {\"c\":\"GONE\"} | MISCONFIGURED",
        "429 | <html> | THROTTLED NOT_JSON HTTP 429 without the JSON that was expected",
        "400 | {\"c\":\"BUSY\"} | THROTTLED BUSY",
        "500 | {\"c\":\"BAD\"} | UNAVAILABLE BAD",
        "503 | <html> | UNAVAILABLE NOT_JSON HTTP 503 without the JSON that was expected",
        "600 | `` | UNAVAILABLE HTTP 600"
      })
  void aStatusMeansWhatIsUsual(int status, String body, String meaning) {
    assertThat(
            read(
                upserts(2),
                answer(status, body),
                "upsert.body",
                "array",
                "errors.code",
                "/c",
                "errors.message",
                "/m",
                "errors.retry",
                "RACE",
                "errors.stop",
                "GONE",
                "errors.throttle",
                "BUSY"))
        .startsWith(meaning);
  }

  @Test
  void aConfiguredStatusComesFirst() {
    String[] settings = {"status.refuse", "404;500", "status.retry", "409", "status.stop", "429"};
    assertThat(read(upserts(1), answer(404, "x"), settings)).isEqualTo("REFUSED HTTP 404");
    assertThat(read(upserts(1), answer(500, ""), settings)).isEqualTo("REFUSED HTTP 500");
    assertThat(read(upserts(1), answer(409, ""), settings)).isEqualTo("UNAVAILABLE HTTP 409");
    assertThat(read(upserts(1), answer(429, ""), settings)).startsWith("MISCONFIGURED HTTP 429");
    assertThat(read(upserts(1), answer(429, ""), "status.success", "200;429"))
        .isEqualTo("[ACCEPTED]");
  }

  @Test
  void aStopSaysWhatWasFoundAndWhereToLook() {
    assertThat(read(upserts(1), answer(403, "")))
        .isEqualTo(
            "MISCONFIGURED HTTP 403 the CRM: requests for contacts are answered with 403: look at"
                + " sink.base-url, the operation's url and the login's rights; what other statuses"
                + " mean is set by sink.status");
  }

  @Test
  void resultsAreReadInOrder() {
    assertThat(
            read(
                upserts(5),
                answer(
                    200,
                    "{\"n\":[1],\"data\":[{\"code\":\"OK\"},{\"x\":{\"code\":\"no\"},\"code\":201},"
                        + "{\"code\":\"BAD\",\"why\":\"no name\"},{\"code\":\"LOCKED\"},"
                        + "{\"code\":\"BUSY\",\"why\":\"wait\"}],\"code\":\"?\"}"),
                BY_ORDER))
        .isEqualTo("[ACCEPTED, ACCEPTED, REFUSED BAD no name, RETRY LOCKED, RETRY BUSY wait]");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "200 | {\"data\":[]}",
        "200 | {\"data\":null}",
        "200 | {\"data\":{}}",
        "200 | {}",
        "200 | []",
        "200 | ``",
        "204 | ``",
        "200 | {\"data\":[{\"code\":\"OK\"}]}",
        "200 | {\"data\":[{\"code\":\"OK\"},{\"code\":\"OK\"},{\"code\":\"OK\"}]}",
        "200 | {\"data\":[{\"status\":\"OK\"},{\"code\":null}]}"
      })
  void anAnswerWithoutTheResultsConfirmsNothing(int status, String body) {
    assertThat(read(upserts(2), answer(status, body), BY_ORDER))
        .isEqualTo("[" + NOT_MENTIONED + ", " + NOT_MENTIONED + "]");
  }

  @Test
  void anAnswerCutShortOrFromAGatewayIsNone() {
    for (String body : List.of("{\"data\":[{\"code\":\"OK\"},{\"code\":\"OK\"}]", "<html>")) {
      assertThat(read(upserts(2), answer(200, body), BY_ORDER))
          .isEqualTo("UNAVAILABLE NOT_JSON HTTP 200 without the JSON that was expected");
    }
  }

  @Test
  void aResultThatConcernsAllRecordsStopsTheJob() {
    assertThat(
            read(
                upserts(2),
                answer(200, "{\"data\":[{\"code\":\"NO_FIELD\"},{\"code\":\"OK\"}]}"),
                BY_ORDER))
        .isEqualTo("MISCONFIGURED NO_FIELD the CRM: it refuses every contacts");
  }

  @Test
  void resultsAreMatchedByKey() {
    String[] settings = {
      "upsert.body", "array",
      "upsert.results.array", "#",
      "upsert.results.match", "key",
      "upsert.results.key", "/record/ext",
      "upsert.results.status", "/ok",
      "upsert.results.accepted", "true",
      "errors.code", "/error/0/code",
      "errors.message", "/error/0/text",
      "case-insensitive-ids", "true"
    };
    assertThat(
            read(
                upserts(4),
                answer(
                    200,
                    "[{\"record\":{\"ext\":\"a2\"},\"ok\":true},{\"record\":{\"ext\":\"B\"},\"ok\":true},"
                        + "{\"record\":{\"ext\":\"A0\"},\"ok\":false,\"error\":[{\"code\":7,\"text\":\"no\"}]},"
                        + "{\"record\":{\"ext\":\"A3\"},\"ok\":false}]"),
                settings))
        .isEqualTo("[REFUSED 7 no, " + NOT_MENTIONED + ", ACCEPTED, REFUSED false]");
    assertThat(read(upserts(1), answer(200, "[{\"ok\":false}]"), settings))
        .isEqualTo("[REFUSED false]");
    assertThat(read(upserts(1), answer(200, "[{\"ok\":true}]"), settings))
        .isEqualTo("[" + NOT_MENTIONED + "]");
  }

  @Test
  void theWholeAnswerMayBeTheOneResult() {
    String[] settings = {
      "upsert.results.status", "/success",
      "upsert.results.accepted", "true",
      "upsert.results.key", "/data/ext",
      "errors.code", "/code",
      "errors.retry", "LOCKED",
      "errors.throttle", "BUSY"
    };
    assertThat(
            read(upserts(1), answer(200, "{\"success\":true,\"data\":{\"ext\":\"A0\"}}"), settings))
        .isEqualTo("[ACCEPTED]");
    for (String silent :
        List.of(
            "{\"success\":true,\"data\":null}",
            "{\"success\":true,\"data\":{\"ext\":\"B\"}}",
            "{}",
            "")) {
      assertThat(read(upserts(1), answer(200, silent), settings))
          .isEqualTo("[" + NOT_MENTIONED + "]");
    }
    assertThat(read(upserts(1), answer(200, "{\"success\":false,\"code\":\"BAD\"}"), settings))
        .isEqualTo("REFUSED BAD");
    assertThat(read(upserts(1), answer(200, "{\"success\":false,\"code\":\"LOCKED\"}"), settings))
        .isEqualTo("BUSY LOCKED");
    assertThat(read(upserts(1), answer(200, "{\"success\":false,\"code\":\"BUSY\"}"), settings))
        .isEqualTo("THROTTLED BUSY");
  }

  @Test
  void aRecordThatIsGoneIsDeletedWhereItIsToldSo() {
    CrmResponse gone = answer(404, "{\"c\":\"NO_RECORD\"}");
    String[] codes = {
      "delete.absent", "404;410", "delete.absent-codes", "NO_RECORD", "errors.code", "/c"
    };
    assertThat(read(batch(delete("A1")), gone)).startsWith("MISCONFIGURED HTTP 404");
    assertThat(read(batch(delete("A1")), gone, "delete.absent", "404")).isEqualTo("[ACCEPTED]");
    assertThat(read(batch(delete("A1")), gone, codes)).isEqualTo("[ACCEPTED]");
    assertThat(read(batch(delete("A1")), answer(404, "{\"c\":\"NO_PATH\"}"), codes))
        .startsWith("MISCONFIGURED");
    assertThat(
            read(
                batch(delete("A1"), delete("A2")),
                gone,
                "delete.absent",
                "404",
                "delete.url",
                "/d",
                "delete.body",
                "array",
                "delete.record",
                "\"{id}\""))
        .isEqualTo("REFUSED HTTP 404");
  }

  @Test
  void aThrottleWaitsAsLongAsItIsTold() {
    assertThat(read(upserts(1), answer(429, "", "retry-after", "7"), "limits.pause", "3 s"))
        .isEqualTo("THROTTLED HTTP 429 after 7000");
    assertThat(
            read(
                upserts(1),
                answer(429, "", "x-reset", "2"),
                "limits.reset-header",
                "X-Reset",
                "limits.pause",
                "3 s"))
        .isEqualTo("THROTTLED HTTP 429 after 2000");
    assertThat(read(upserts(1), answer(429, ""), "limits.pause", "3 s"))
        .isEqualTo("THROTTLED HTTP 429 after 3000");
    assertThat(read(upserts(1), answer(503, "", "retry-after", "7")))
        .isEqualTo("UNAVAILABLE HTTP 503 after 7000");
  }

  @Test
  void limitsAreThoseConfiguredAndThoseTheHeadersTell() {
    RestConnector connector =
        connector(
            "limits.calls", "80 per 2 s",
            "limits.daily", "30000",
            "limits.calls-header", "X-Limit",
            "limits.remaining-header", "X-Left",
            "limits.daily-remaining-header", "X-Day");
    assertThat(connector.limits().toString()).isEqualTo("[80 calls in PT2S, 30000 calls in PT24H]");
    assertThat(connector("limits.calls", "20 per 1 s;6000 per 5 min").limits().toString())
        .isEqualTo("[20 calls in PT1S, 6000 calls in PT5M]");
    List<String> told = new ArrayList<>();
    ToldLimits limits =
        new ToldLimits() {
          @Override
          public void burst(long calls, long left, long windowMillis) {
            told.add("burst " + calls + ' ' + left + ' ' + windowMillis);
          }

          @Override
          public void daily(long calls, long left) {
            told.add("daily " + calls + ' ' + left);
          }
        };
    connector.readLimits(answer(200, "", "x-limit", "80", "x-left", "3", "x-day", "5"), limits);
    connector.readLimits(answer(200, "", "x-left", "many"), limits);
    assertThat(told)
        .containsExactly("burst 80 3 -1", "daily -1 5", "burst -1 -1 -1", "daily -1 -1");
  }
}
