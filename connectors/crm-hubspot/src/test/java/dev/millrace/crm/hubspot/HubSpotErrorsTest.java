package dev.millrace.crm.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crm.Answer;
import dev.millrace.crm.Answer.Kind;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.RecordType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers to a call as a whole, in the words that were recorded from HubSpot. */
class HubSpotErrorsTest {

  private static final RecordType DEALS =
      new RecordType("deals", "dealname", List.of("dealname", "amount"));

  @Test
  void anUnknownPropertyIsNamed() {
    assertStops(
        400,
        """
        {"status":"error","message":"Property values were not valid: [{\\"isValid\\":false,\\"message\\":\\"Property \\\\\\"amuont\\\\\\" does not exist\\",\\"error\\":\\"PROPERTY_DOESNT_EXIST\\",\\"name\\":\\"amuont\\"}]","correlationId":"c","category":"VALIDATION_ERROR"}
        """,
        "PROPERTY_DOESNT_EXIST",
        "HubSpot: deals has no property amuont");
  }

  @Test
  void anUnknownPropertyIsNamedInTheNewerShape() {
    assertStops(
        400,
        """
        {"status":"error","message":"Some properties do not exist","category":"VALIDATION_ERROR","errors":[
          {"message":"Property \\"a\\" does not exist","code":"PROPERTY_DOESNT_EXIST","context":{"propertyName":["a"]}},
          {"message":"Property \\"b\\" does not exist","code":"PROPERTY_DOESNT_EXIST"},
          {"message":"1 was not valid","code":"INVALID_LONG","context":{"propertyName":["c"]}}]}
        """,
        "PROPERTY_DOESNT_EXIST",
        "HubSpot: deals has no property a, b");
  }

  @Test
  void aReadOnlyPropertyIsNamed() {
    assertStops(
        400,
        "{\"category\":\"VALIDATION_ERROR\",\"errors\":[{\"code\":\"READ_ONLY_VALUE\","
            + "\"context\":{\"propertyName\":[\"createdate\"]}}]}",
        "READ_ONLY_VALUE",
        "HubSpot: property createdate of deals is read only");
  }

  @Test
  void anUnknownObjectIsNamed() {
    assertStops(
        400,
        "{\"status\":\"error\",\"message\":\"Unable to infer object type from: deals\"}",
        "UNKNOWN_OBJECT",
        "HubSpot: there is no object deals");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Unable to perform update/upsert by non-unique 0-3 property dealname",
        "Unable to perform update/upsert by non-unique 0-3 property dealname in portal ID 42"
      })
  void anIdThatIsNotUniqueIsNamed(String message) {
    assertStops(
        400,
        "{\"status\":\"error\",\"message\":\"" + message + "\",\"category\":\"VALIDATION_ERROR\"}",
        "ID_NOT_UNIQUE",
        "HubSpot: property dealname of deals identifies no record: it was not created with"
            + " hasUniqueValue");
  }

  @Test
  void aMissingScopeIsNamed() {
    assertStops(
        403,
        """
        {"status":"error","message":"One or more of the following scopes are required.","category":"MISSING_SCOPES",
         "errors":[{"message":"...","context":{"requiredGranularScopes":["crm.objects.deals.write"]}}]}
        """,
        "MISSING_SCOPES",
        "HubSpot: the token lacks the scope to write deals, one of [crm.objects.deals.write]");
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 405})
  void aWrongPathOrAClosedAccountStopsTheJob(int status) {
    assertStops(
        status,
        "{\"status\":\"error\",\"message\":\"resource not found\"}",
        "HTTP " + status,
        "HubSpot: calls for deals are answered with "
            + status
            + ": look at sink.base-url, sink.api-path and the token's rights");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | Duplicate IDs found in batch input: [A1]. IDs must be unique | VALIDATION_ERROR",
        "400 | No properties found to update, please provide at least one.  | VALIDATION_ERROR",
        "400 | Invalid input JSON on line 1, column 314.                    | VALIDATION_ERROR",
        "400 | Cannot set PropertyValueCoordinates{portalId=1} on A. B already has that value. | VALIDATION_ERROR",
        "409 | Contact already exists. Existing ID: 5                       | CONFLICT",
        "413 | too large                                                    | VALIDATION_ERROR",
        "422 | unprocessable                                                | VALIDATION_ERROR",
      })
  void aCallRefusedForARecordIsHalved(int status, String message, String category) {
    Answer answer =
        answer(
            status,
            "{\"status\":\"error\",\"message\":\""
                + message
                + "\",\"context\":{\"ids\":[\"A1\"]},\"category\":\""
                + category
                + "\"}");
    assertThat(answer.kind()).isEqualTo(Kind.REFUSED);
    assertThat(answer.code()).isEqualTo(category);
    assertThat(answer.message()).isEqualTo(message);
  }

  @Test
  void theMostExactCodeIsTold() {
    Answer answer =
        answer(
            400,
            "{\"category\":\"VALIDATION_ERROR\",\"errors\":[{\"code\":\"CONFLICTING_UNIQUE_VALUE\"}]}");
    assertThat(answer.kind()).isEqualTo(Kind.REFUSED);
    assertThat(answer.code()).isEqualTo("CONFLICTING_UNIQUE_VALUE");
  }

  @Test
  void aRefusalWithoutAnyCodeIsToldByItsStatus() {
    assertThat(answer(400, "{}").code()).isEqualTo("HTTP 400");
  }

  @ParameterizedTest
  @ValueSource(strings = {"EXPIRED_AUTHENTICATION", "INVALID_AUTHENTICATION"})
  void aTokenThatIsNotAcceptedIsRefreshed(String category) {
    Answer answer = answer(401, "{\"category\":\"" + category + "\"}");
    assertThat(answer.kind()).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(answer.code()).isEqualTo(category);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'message':'You have reached your ten_secondly_rolling limit.','errorType':'RATE_LIMIT','policyName':'TEN_SECONDLY_ROLLING'} | 10000",
        "{'message':'You have reached your ten_secondly_rolling limit.'} | 10000",
        "{'message':'You have reached your daily limit.','errorType':'RATE_LIMIT','policyName':'DAILY'} | 600000",
        "{'message':'You have reached your daily limit.'} | 600000",
        "{'message':'You have reached your secondly limit.','category':'RATE_LIMITS'} | 1000",
        "<html>Too many requests</html> | 10000",
      },
      quoteCharacter = '`')
  void aLimitPausesTheSink(String body, long wait) {
    Answer answer = answer(429, body.replace('\'', '"'));
    assertThat(answer.kind()).isEqualTo(Kind.THROTTLED);
    assertThat(answer.retryAfterMillis()).isEqualTo(wait);
  }

  @Test
  void whatHubSpotAsksToWaitComesFirst() {
    assertThat(answer(429, "{}", "retry-after", "3").retryAfterMillis()).isEqualTo(3_000);
    assertThat(answer(477, "{}", "retry-after", "7200").retryAfterMillis()).isEqualTo(7_200_000);
    assertThat(answer(503, "{}", "retry-after", "1.5").retryAfterMillis()).isEqualTo(1_500);
    assertThat(
            answer(
                    429,
                    "{}",
                    "retry-after",
                    "Sun, 22 Nov 2026 00:01:00 GMT",
                    "date",
                    "Sun, 22 Nov 2026 00:00:20 GMT")
                .retryAfterMillis())
        .isEqualTo(40_000);
  }

  @ParameterizedTest
  @CsvSource({"soon,10000", "Sun, 10000", "-5,0", "1e300,86400000", "NaN,0"})
  void aRetryAfterWithoutSenseDoesNoHarm(String header, long wait) {
    assertThat(answer(429, "{}", "retry-after", header).retryAfterMillis()).isEqualTo(wait);
  }

  @Test
  void anAccountOnTheMoveIsLeftInPeace() {
    assertThat(answer(477, "").kind()).isEqualTo(Kind.THROTTLED);
    assertThat(answer(477, "").retryAfterMillis()).isEqualTo(60_000);
  }

  @Test
  void aLockIsWaitedOut() {
    Answer answer = answer(423, "{\"message\":\"locked\"}");
    assertThat(answer.kind()).isEqualTo(Kind.BUSY);
    assertThat(answer.retryAfterMillis()).isEqualTo(2_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 408, 500, 502, 503, 504, 521, 522, 523, 524, 525, 526})
  void anOutageIsSatOut(int status) {
    for (String body :
        new String[] {"<html>Bad gateway</html>", "{\"message\":\"internal error\"}", ""}) {
      Answer answer = answer(status, body);
      assertThat(answer.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(answer.retryAfterMillis()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 409})
  void aGatewaysPageBlamesNoRecord(int status) {
    assertThat(answer(status, "<html>blocked</html>").kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  private static void assertStops(int status, String body, String code, String message) {
    Answer answer = answer(status, body);
    assertThat(answer.kind()).isEqualTo(Kind.MISCONFIGURED);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.message()).isEqualTo(message);
  }

  private static Answer answer(int status, String body, String... headers) {
    CrmResponse response = Some.answer(status, body, headers);
    return Some.connector().call(Some.upserts(DEALS, List.of("A1", "A2"))).read(response);
  }
}
