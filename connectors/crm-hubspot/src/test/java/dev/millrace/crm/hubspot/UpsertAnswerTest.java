package dev.millrace.crm.hubspot;

import static dev.millrace.crm.hubspot.Some.BY_EMAIL;
import static dev.millrace.crm.hubspot.Some.BY_EXT_ID;
import static dev.millrace.crm.hubspot.Some.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crm.Answer;
import dev.millrace.crm.CrmCall;
import dev.millrace.crm.RecordOutcome;
import dev.millrace.crm.RecordType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of 2xx, in the shapes that were recorded from HubSpot. */
class UpsertAnswerTest {

  @Test
  void resultsAreMatchedByTraceIdInAnyOrder() {
    assertThat(
            outcomes(
                BY_EXT_ID,
                List.of("A0", "A1", "A2"),
                """
                {"status": "COMPLETE", "startedAt": "2024-01-01T00:00:00.000Z", "results": [
                  {"id": "33", "properties": {"ext_id": "A2"}, "createdAt": "2024-01-01T00:00:00.000Z",
                    "archived": false, "new": true, "objectWriteTraceId": "2"},
                  {"id": "11", "properties": {"ext_id": "A0"}, "objectWriteTraceId": "0"}],
                 "numErrors": 1, "errors": [{"status": "error", "category": "VALIDATION_ERROR",
                   "message": "x was not a valid long.", "context": {"objectWriteTraceId": ["1"]}}],
                 "completedAt": "2024-01-01T00:00:00.100Z"}
                """))
        .containsExactly("ACCEPTED", "REFUSED VALIDATION_ERROR", "ACCEPTED");
  }

  @Test
  void resultsWithoutTraceIdAreMatchedByTheIdProperty() {
    assertThat(
            outcomes(
                BY_EXT_ID,
                List.of("A0", "A1"),
                """
                {"results": [{"id": "2", "properties": {"hs_object_id": "2", "ext_id": "A1", "x": null}},
                             {"id": "1", "properties": {"ext_id": "A0"}, "objectWriteTraceId": null}]}
                """))
        .containsExactly("ACCEPTED", "ACCEPTED");
  }

  @Test
  void emailsComeBackInLowerCase() {
    assertThat(
            outcomes(
                BY_EMAIL,
                List.of("Ann@Example.com", "BOB@example.com"),
                """
                {"results": [{"id": "2", "properties": {"email": "bob@example.com"}},
                             {"id": "1", "properties": {"email": "ann@example.com"}}]}
                """))
        .containsExactly("ACCEPTED", "ACCEPTED");
  }

  @Test
  void aSecondEmailIsMatchedByItsTraceIdThoughTheRecordShowsTheFirst() {
    assertThat(
            outcomes(
                BY_EMAIL,
                List.of("second@example.com", "other@example.com"),
                """
                {"results": [{"properties": {"email": "first@example.com"}, "objectWriteTraceId": "0"},
                             {"properties": {"email": "other@example.com"}, "objectWriteTraceId": "1"}]}
                """))
        .containsExactly("ACCEPTED", "ACCEPTED");
  }

  @Test
  void whatTheAnswerDoesNotNameIsUnconfirmed() {
    assertThat(
            outcomes(
                BY_EXT_ID,
                List.of("A0", "A1"),
                "{\"results\": [{\"properties\": {\"ext_id\": \"A1\"}}]}"))
        .containsExactly("UNCONFIRMED UNCONFIRMED", "ACCEPTED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"status\": \"COMPLETE\", \"results\": []}",
        "{\"results\": [], \"errors\": []}",
        "{\"results\": null, \"errors\": null}",
        "{}"
      })
  void aSilentAnswerConfirmsNothing(String body) {
    assertThat(outcomes(BY_EXT_ID, List.of("A0", "A1"), body))
        .containsExactly("UNCONFIRMED UNCONFIRMED", "UNCONFIRMED UNCONFIRMED");
  }

  @Test
  void aResultThatIsNobodysConfirmsNothingUnlessThereIsOneInput() {
    String body =
        "{\"results\": [{\"id\": \"1\", \"properties\": {}, \"objectWriteTraceId\": \"77\"}]}";
    assertThat(outcomes(BY_EXT_ID, List.of("A0", "A1"), body))
        .containsExactly("UNCONFIRMED UNCONFIRMED", "UNCONFIRMED UNCONFIRMED");
    assertThat(outcomes(BY_EXT_ID, List.of("A0"), body)).containsExactly("ACCEPTED");
  }

  @Test
  void errorsAreMatchedByTraceIdInEitherPlaceElseByIds() {
    assertThat(
            outcomes(
                BY_EXT_ID,
                List.of("A0", "A1", "A2", "A3", "A4"),
                """
                {"results": [{"objectWriteTraceId": "4"}], "errors": [
                  {"category": "CONFLICT", "message": "Contact already exists. Existing ID: 5",
                   "context": {"objectWriteTraceId": ["0"], "existingId": ["5"]}},
                  {"category": "RATE_LIMITS", "objectWriteTraceId": "1"},
                  {"category": "OBJECT_NOT_FOUND", "context": {"ids": ["A2"]}},
                  {"category": "VALIDATION_ERROR", "context": {"objectWriteTraceId": 3}}]}
                """))
        .containsExactly(
            "REFUSED CONFLICT",
            "RETRY RATE_LIMITS",
            "RETRY OBJECT_NOT_FOUND",
            "REFUSED VALIDATION_ERROR",
            "ACCEPTED");
  }

  @Test
  void theMostExactCodeOfAnErrorIsTold() {
    Answer answer =
        read(
            BY_EXT_ID,
            List.of("A0"),
            """
            {"results": [], "errors": [{"status": "error", "category": "VALIDATION_ERROR",
              "message": "Property values were not valid: [{\\"isValid\\":false,\\"message\\":\\"blue was not one of the allowed options: [red]\\",\\"error\\":\\"INVALID_OPTION\\",\\"name\\":\\"colour\\"}]",
              "context": {"objectWriteTraceId": ["0"]}}]}
            """);
    assertThat(strings(answer)).containsExactly("REFUSED INVALID_OPTION");
    assertThat(answer.outcomes()[0].message()).contains("blue was not one of the allowed options");
  }

  @Test
  void anErrorOutweighsAResultForTheSameInput() {
    String result = "\"results\": [{\"objectWriteTraceId\": \"0\"}]";
    String error = "\"errors\": [{\"category\": \"CONFLICT\", \"objectWriteTraceId\": \"0\"}]";
    assertThat(outcomes(BY_EXT_ID, List.of("A0"), "{" + result + "," + error + "}"))
        .containsExactly("REFUSED CONFLICT");
    assertThat(outcomes(BY_EXT_ID, List.of("A0"), "{" + error + "," + result + "}"))
        .containsExactly("REFUSED CONFLICT");
  }

  @Test
  void aRefusalOfNobodyIsFoundByHalvingTheCall() {
    String body =
        "{\"results\": [{\"objectWriteTraceId\": \"0\"}],"
            + " \"errors\": [{\"category\": \"VALIDATION_ERROR\", \"message\": \"bad\"}]}";
    Answer answer = read(BY_EXT_ID, List.of("A0", "A1", "A2"), body);
    assertThat(answer.kind()).isEqualTo(Answer.Kind.REFUSED);
    assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(answer.message()).isEqualTo("bad");
  }

  @Test
  void anErrorOfNobodyIsTheOnlyInputsOwn() {
    assertThat(
            outcomes(
                BY_EXT_ID, List.of("A0"), "{\"errors\": [{\"category\": \"VALIDATION_ERROR\"}]}"))
        .containsExactly("REFUSED VALIDATION_ERROR");
  }

  @Test
  void aFaultOfTheMomentOfNobodyIsRetriedByTheUnnamed() {
    assertThat(
            outcomes(
                BY_EXT_ID,
                List.of("A0", "A1"),
                "{\"results\": [{\"objectWriteTraceId\": \"1\"}],"
                    + " \"errors\": [{\"category\": \"RATE_LIMITS\"}]}"))
        .containsExactly("RETRY RATE_LIMITS", "ACCEPTED");
  }

  @Test
  void anErrorOfNobodyDoesNoHarmWhenEveryInputIsNamed() {
    assertThat(
            outcomes(
                BY_EXT_ID,
                List.of("A0"),
                "{\"results\": [{\"objectWriteTraceId\": \"0\"}], \"errors\": []}"))
        .containsExactly("ACCEPTED");
    assertThat(
            outcomes(
                BY_EXT_ID,
                List.of("A0", "A1"),
                "{\"results\": [{\"objectWriteTraceId\": \"0\"}, {\"objectWriteTraceId\": \"1\"}],"
                    + " \"errors\": [{\"category\": \"VALIDATION_ERROR\"}]}"))
        .containsExactly("ACCEPTED", "ACCEPTED");
  }

  @Test
  void anErrorOfAKindNobodyHasSeenIsForPeopleToLookAt() {
    assertThat(
            outcomes(
                BY_EXT_ID,
                List.of("A0", "A1"),
                "{\"errors\": [{\"category\": \"FULL_MOON\", \"objectWriteTraceId\": \"0\"},"
                    + " {\"objectWriteTraceId\": \"1\"}]}"))
        .containsExactly("REFUSED FULL_MOON", "REFUSED UNKNOWN");
  }

  @Test
  void anUnknownPropertyStopsTheJobAndIsNamed() {
    Answer answer =
        read(
            BY_EXT_ID,
            List.of("A0", "A1"),
            """
            {"results": [], "errors": [
              {"category": "VALIDATION_ERROR", "message": "Property values were not valid: [{\\"isValid\\":false,\\"message\\":\\"Property \\\\\\"nmae\\\\\\" does not exist\\",\\"error\\":\\"PROPERTY_DOESNT_EXIST\\",\\"name\\":\\"nmae\\"}]",
               "context": {"objectWriteTraceId": ["0"]}}]}
            """);
    assertThat(answer.kind()).isEqualTo(Answer.Kind.MISCONFIGURED);
    assertThat(answer.code()).isEqualTo("PROPERTY_DOESNT_EXIST");
    assertThat(answer.message()).isEqualTo("HubSpot: contacts has no property nmae");
  }

  @Test
  void aValueThatReadsLikeAnErrorDoesNotStopTheJob() {
    assertThat(
            outcomes(
                BY_EXT_ID,
                List.of("A0"),
                """
                {"errors": [{"category": "VALIDATION_ERROR", "objectWriteTraceId": "0", "message":
                  "Unable to infer object type from: x PROPERTY_DOESNT_EXIST was not a valid long."}]}
                """))
        .containsExactly("REFUSED VALIDATION_ERROR");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html><body>502 Bad Gateway</body></html>",
        "{\"results\": [{\"objectWriteTraceId\": \"0\"}",
        "{\"results\": [{\"objectWriteTraceId\": \"0\"}], \"errors\": [",
        "[]",
        "\"ok\"",
        "{\"results\": {\"id\": \"1\"}}",
        "{\"results\": [1, 2]}"
      })
  void aBodyThatIsNotHubSpotsConfirmsNothingAndIsSentAgain(String body) {
    Answer answer = read(BY_EXT_ID, List.of("A0"), body);
    assertThat(answer.kind()).isEqualTo(Answer.Kind.UNAVAILABLE);
    assertThat(answer.code()).isEqualTo("NOT_JSON");
    assertThat(answer.retryAfterMillis()).isEqualTo(-1);
  }

  @Test
  void aCallCanBeAskedForItsRequestAgain() {
    CrmCall call = Some.connector().call(Some.upserts(BY_EXT_ID, List.of("A0", "A1")));
    assertThat(Some.text(call.first())).isEqualTo(Some.text(call.first()));
  }

  /** Whatever the order of the lists, the place of the marks and what is left out. */
  @Test
  void outcomesDoNotDependOnTheOrderOfTheAnswer() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      RecordType type = random.nextBoolean() ? BY_EXT_ID : BY_EMAIL;
      List<String> ids = Some.ids(1 + random.nextInt(100));
      String[] expected = new String[ids.size()];
      List<String> results = new ArrayList<>();
      List<String> errors = new ArrayList<>();
      for (int i = 0; i < ids.size(); i++) {
        switch (random.nextInt(4)) {
          case 0 -> {
            expected[i] = "REFUSED CONFLICT";
            errors.add(error(ids.get(i), i, random));
          }
          case 1 -> expected[i] = "UNCONFIRMED UNCONFIRMED";
          default -> {
            expected[i] = "ACCEPTED";
            results.add(result(type, ids.get(i), i, random));
          }
        }
      }
      Collections.shuffle(results, random);
      Collections.shuffle(errors, random);
      String body =
          random.nextBoolean()
              ? "{\"results\": " + results + ", \"errors\": " + errors + "}"
              : "{\"errors\": " + errors + ", \"numErrors\": 1, \"results\": " + results + "}";
      assertThat(outcomes(type, ids, body)).as("seed %d", seed).containsExactly(expected);
    }
  }

  private static String result(RecordType type, String id, int traceId, Random random) {
    String trace = "\"objectWriteTraceId\": \"" + traceId + "\"";
    String properties =
        String.format(
            "\"properties\": {\"a\": {\"b\": [1, {\"%1$s\": \"no\"}]}, \"%1$s\": \"%2$s\"}",
            type.idField(), type.equals(BY_EMAIL) ? id.toLowerCase(Locale.ROOT) : id);
    return switch (random.nextInt(4)) {
      case 0 -> "{" + trace + "}";
      case 1 -> "{" + properties + "}";
      case 2 -> "{" + properties + ", \"new\": false, " + trace + "}";
      default -> "{" + trace + ", \"id\": \"1\", " + properties + "}";
    };
  }

  private static String error(String id, int traceId, Random random) {
    String where =
        switch (random.nextInt(4)) {
          case 0 -> "\"objectWriteTraceId\": \"" + traceId + "\"";
          case 1 -> "\"context\": {\"objectWriteTraceId\": \"" + traceId + "\"}";
          case 2 -> "\"context\": {\"x\": {}, \"objectWriteTraceId\": [\"" + traceId + "\"]}";
          default -> "\"context\": {\"ids\": [\"" + id + "\"]}";
        };
    return "{\"category\": \"CONFLICT\", " + where + "}";
  }

  private static List<String> outcomes(RecordType type, List<String> ids, String body) {
    return strings(read(type, ids, body));
  }

  private static List<String> strings(Answer answer) {
    assertThat(answer.kind()).isEqualTo(Answer.Kind.OUTCOMES);
    return Arrays.stream(answer.outcomes()).map(RecordOutcome::toString).toList();
  }

  private static Answer read(RecordType type, List<String> ids, String body) {
    CrmCall call = Some.connector().call(Some.upserts(type, ids));
    call.first();
    return call.read(answer(207, body));
  }
}
