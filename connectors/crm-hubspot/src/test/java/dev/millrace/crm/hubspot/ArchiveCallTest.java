package dev.millrace.crm.hubspot;

import static dev.millrace.crm.hubspot.Some.BY_EMAIL;
import static dev.millrace.crm.hubspot.Some.BY_EXT_ID;
import static dev.millrace.crm.hubspot.Some.answer;
import static dev.millrace.crm.hubspot.Some.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crm.Answer;
import dev.millrace.crm.CrmCall;
import dev.millrace.crm.RecordOutcome;
import dev.millrace.crm.RecordType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchiveCallTest {

  private static final String FOUND_BOTH =
      """
      {"status": "COMPLETE", "results": [
        {"id": "72", "properties": {"ext_id": "A1", "hs_object_id": "72"}},
        {"id": "71", "properties": {"ext_id": "A0"}}]}
      """;

  @Test
  void idsAreAskedForByExternalIdThenArchived() {
    CrmCall call = call(BY_EXT_ID, "A0", "A1");

    assertThat(call.first().path()).isEqualTo("/crm/v3/objects/contacts/batch/read");
    assertThat(json(call.first()))
        .isEqualTo(
            json(
                """
                {"inputs": [{"id": "A0"}, {"id": "A1"}], "idProperty": "ext_id",
                 "properties": ["ext_id"], "propertiesWithHistory": []}
                """));

    Answer found = call.read(answer(200, FOUND_BOTH));
    assertThat(found.kind()).isEqualTo(Answer.Kind.NEXT);
    assertThat(found.next().method()).isEqualTo("POST");
    assertThat(found.next().path()).isEqualTo("/crm/v3/objects/contacts/batch/archive");
    assertThat(json(found.next()))
        .isEqualTo(json("{\"inputs\": [{\"id\": \"71\"}, {\"id\": \"72\"}]}"));

    assertOutcomes(call.read(answer(204, "")), "ACCEPTED", "ACCEPTED");
  }

  @Test
  void aRecordThatIsNotThereIsAccepted() {
    CrmCall call = call(BY_EXT_ID, "A0", "A1");
    Answer found =
        call.read(
            answer(
                207,
                """
                {"results": [{"id": "72", "properties": {"ext_id": "A1"}}], "numErrors": 1, "errors": [
                  {"status": "error", "category": "OBJECT_NOT_FOUND", "context": {"ids": ["A0"]}}]}
                """));
    assertThat(json(found.next())).isEqualTo(json("{\"inputs\": [{\"id\": \"72\"}]}"));
    assertOutcomes(call.read(answer(204, "")), "ACCEPTED", "ACCEPTED");
  }

  @Test
  void whenNoneIsThereNothingIsArchived() {
    CrmCall call = call(BY_EXT_ID, "A0", "A1");
    assertOutcomes(
        call.read(
            answer(
                207,
                """
                {"results": [], "errors": [{"category": "OBJECT_NOT_FOUND", "context": {"ids": ["A1", "A0"]}}]}
                """)),
        "ACCEPTED",
        "ACCEPTED");
  }

  @Test
  void aSilentAnswerConfirmsNothing() {
    assertOutcomes(
        call(BY_EXT_ID, "A0").read(answer(200, "{\"status\": \"COMPLETE\", \"results\": []}")),
        "UNCONFIRMED UNCONFIRMED");
  }

  @Test
  void aSilentAnswerWhileArchivingConfirmsNothing() {
    CrmCall call = call(BY_EXT_ID, "A0", "A1");
    call.read(answer(200, FOUND_BOTH));
    assertOutcomes(
        call.read(answer(200, "{\"status\": \"COMPLETE\", \"results\": []}")),
        "UNCONFIRMED UNCONFIRMED",
        "UNCONFIRMED UNCONFIRMED");
  }

  @Test
  void whatIsNotNamedStaysUnconfirmedWhileTheRestIsArchived() {
    CrmCall call = call(BY_EXT_ID, "A0", "A1");
    call.read(
        answer(200, "{\"results\": [{\"id\": \"72\", \"properties\": {\"ext_id\": \"A1\"}}]}"));
    assertOutcomes(call.read(answer(204, "")), "UNCONFIRMED UNCONFIRMED", "ACCEPTED");
  }

  @Test
  void twoEmailsOfOneContactAreOneArchivedRecord() {
    CrmCall call = call(BY_EMAIL, "Ann@example.com", "ann@example.com");
    Answer found =
        call.read(
            answer(
                200,
                """
                {"results": [{"id": "7", "properties": {"email": "ann@example.com"}},
                             {"id": "7", "properties": {"email": "ann@example.com"}}]}
                """));
    assertThat(json(found.next())).isEqualTo(json("{\"inputs\": [{\"id\": \"7\"}]}"));
  }

  @Test
  void aSecondEmailAloneFindsItsContact() {
    CrmCall call = call(BY_EMAIL, "second@example.com");
    call.read(
        answer(
            200,
            "{\"results\": [{\"id\": \"7\", \"properties\": {\"email\": \"first@example.com\"}}]}"));
    assertOutcomes(call.read(answer(204, "")), "ACCEPTED");
  }

  @Test
  void whatIsRefusedWhileArchivingIsNotAccepted() {
    CrmCall call = call(BY_EXT_ID, "A0", "A1");
    call.read(answer(200, FOUND_BOTH));
    assertOutcomes(
        call.read(
            answer(
                207,
                "{\"errors\": [{\"category\": \"VALIDATION_ERROR\", \"context\": {\"ids\": [\"72\"]}}]}")),
        "ACCEPTED",
        "REFUSED VALIDATION_ERROR");
  }

  @Test
  void whatIsGoneWhileArchivingIsAccepted() {
    CrmCall call = call(BY_EXT_ID, "A0", "A1");
    call.read(answer(200, FOUND_BOTH));
    assertOutcomes(
        call.read(
            answer(
                207,
                "{\"errors\": [{\"category\": \"OBJECT_NOT_FOUND\", \"context\": {\"ids\": [\"72\"]}}]}")),
        "ACCEPTED",
        "ACCEPTED");
  }

  @Test
  void anErrorOfNobodyWhileArchivingAcceptsNothing() {
    CrmCall call = call(BY_EXT_ID, "A0", "A1");
    call.read(answer(200, FOUND_BOTH));
    Answer answer = call.read(answer(207, "{\"errors\": [{\"category\": \"VALIDATION_ERROR\"}]}"));
    assertThat(answer.kind()).isEqualTo(Answer.Kind.REFUSED);
  }

  @Test
  void aRecordGoneBetweenTheRequestsIsAcceptedOnceItIsAlone() {
    String notFound = "{\"status\": \"error\", \"category\": \"OBJECT_NOT_FOUND\"}";
    CrmCall both = call(BY_EXT_ID, "A0", "A1");
    both.read(answer(200, FOUND_BOTH));
    assertThat(both.read(answer(404, notFound)).kind()).isEqualTo(Answer.Kind.REFUSED);

    CrmCall alone = call(BY_EXT_ID, "A0");
    alone.read(
        answer(200, "{\"results\": [{\"id\": \"71\", \"properties\": {\"ext_id\": \"A0\"}}]}"));
    assertOutcomes(alone.read(answer(404, notFound)), "ACCEPTED");
  }

  @Test
  void aPathThatIsNotThereIsNoRecordThatIsNotThere() {
    assertThat(
            call(BY_EXT_ID, "A0")
                .read(answer(404, "{\"status\": \"error\", \"category\": \"OBJECT_NOT_FOUND\"}"))
                .kind())
        .isEqualTo(Answer.Kind.MISCONFIGURED);
  }

  @Test
  void anOutageBetweenTheRequestsStartsOver() {
    CrmCall call = call(BY_EXT_ID, "A0", "A1");
    call.read(answer(200, FOUND_BOTH));
    assertThat(call.read(answer(502, "<html>")).kind()).isEqualTo(Answer.Kind.UNAVAILABLE);
    assertThat(call.read(answer(200, "<html>")).kind()).isEqualTo(Answer.Kind.UNAVAILABLE);
    assertThat(call.read(answer(200, "")).kind()).isEqualTo(Answer.Kind.UNAVAILABLE);
  }

  @Test
  void afterATokenWasRefreshedTheIdsAreAskedForAgain() {
    CrmCall call = call(BY_EXT_ID, "A0", "A1");
    call.first();
    call.read(answer(200, FOUND_BOTH));
    assertThat(call.read(answer(401, "{}")).kind()).isEqualTo(Answer.Kind.UNAUTHORIZED);
    assertThat(call.first().path()).endsWith("/batch/read");
    assertThat(call.read(answer(200, FOUND_BOTH)).kind()).isEqualTo(Answer.Kind.NEXT);
    assertOutcomes(call.read(answer(204, "")), "ACCEPTED", "ACCEPTED");
  }

  private static CrmCall call(RecordType type, String... ids) {
    CrmCall call = Some.connector().call(Some.deletes(type, List.of(ids)));
    call.first();
    return call;
  }

  private static void assertOutcomes(Answer answer, String... expected) {
    assertThat(answer.kind()).isEqualTo(Answer.Kind.OUTCOMES);
    assertThat(Arrays.stream(answer.outcomes()).map(RecordOutcome::toString))
        .containsExactly(expected);
  }
}
