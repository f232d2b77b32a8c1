package dev.millrace.crm.hubspot;

import static dev.millrace.crm.hubspot.Some.answer;
import static dev.millrace.crm.hubspot.Some.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.Row;
import dev.millrace.crm.Action;
import dev.millrace.crm.Answer;
import dev.millrace.crm.Association;
import dev.millrace.crm.Batch;
import dev.millrace.crm.CrmCall;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.Link;
import dev.millrace.crm.RecordOutcome;
import dev.millrace.crm.RecordType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What follows an upsert of records with parents, request by request. */
class LinkCallTest {

  private static final String READ = "/crm/v3/objects/companies/batch/read";
  private static final String PART = "/crm/v4/associations/contacts/companies/batch/archive";
  private static final String ASSOCIATE =
      "/crm/v4/associations/contacts/companies/batch/associate/default";

  private static final RecordType CONTACT =
      new RecordType(
          "contacts",
          "ext_id",
          List.of("ext_id"),
          null,
          List.of(new Association("companies", "company_id")));

  private static final String C0_AND_C1 =
      """
      {"results": [{"id": "71", "properties": {"company_id": "C1"}},
                   {"id": "70", "properties": {"company_id": "C0"}}]}
      """;

  @Test
  void parentsAreFoundThenFormerOnesPartedThenNewOnesAssociated() {
    CrmCall call =
        call(to("C1", "C0"), Row.UNCHANGED, to(null, "C1"), to("C1"), to(null), to("C0", "C0"));

    Answer read = call.read(upserted(6));
    assertNext(
        read,
        READ,
        """
        {"inputs": [{"id": "C1"}, {"id": "C0"}], "idProperty": "company_id",
         "properties": ["company_id"], "propertiesWithHistory": []}
        """);
    assertNext(
        call.read(answer(200, C0_AND_C1)),
        PART,
        """
        {"inputs": [{"from": {"id": "100"}, "to": [{"id": "70"}]},
                    {"from": {"id": "102"}, "to": [{"id": "71"}]}]}
        """);
    assertNext(
        call.read(answer(204, "")),
        ASSOCIATE,
        """
        {"inputs": [{"from": {"id": "100"}, "to": {"id": "71"}},
                    {"from": {"id": "103"}, "to": {"id": "71"}},
                    {"from": {"id": "105"}, "to": {"id": "70"}}]}
        """);
    assertOutcomes(
        call.read(
            answer(
                200,
                """
                {"status": "COMPLETE", "results": [
                  {"from": {"id": "105"}, "to": {"id": "70"}, "associationSpec": {"associationTypeId": 279}},
                  {"fromObjectTypeId": "0-1", "fromObjectId": 100, "toObjectId": 71, "labels": []},
                  {"from": {"id": "71"}, "to": {"id": "103"}}]}
                """)),
        "ACCEPTED",
        "ACCEPTED",
        "ACCEPTED",
        "ACCEPTED",
        "ACCEPTED",
        "ACCEPTED");
  }

  @Test
  void withoutParentsTheUpsertIsAll() {
    assertOutcomes(call(Row.UNCHANGED, to(null)).read(upserted(2)), "ACCEPTED", "ACCEPTED");
  }

  @Test
  void aMissingParentIsWaitedForButTheFormerOneIsPartedAtOnce() {
    CrmCall call = call(to("C9", "C0"), to("C1"));
    call.read(upserted(2));
    Answer part =
        call.read(
            answer(
                207,
                """
                {"results": [{"id": "70", "properties": {"company_id": "C0"}},
                             {"id": "71", "properties": {"company_id": "C1"}}], "numErrors": 1, "errors": [
                  {"status": "error", "category": "OBJECT_NOT_FOUND", "context": {"ids": ["C9"]}}]}
                """));
    assertNext(
        part, PART, "{\"inputs\": [{\"from\": {\"id\": \"100\"}, \"to\": [{\"id\": \"70\"}]}]}");
    assertNext(
        call.read(answer(204, "")),
        ASSOCIATE,
        "{\"inputs\": [{\"from\": {\"id\": \"101\"}, \"to\": {\"id\": \"71\"}}]}");
    assertOutcomes(call.read(associated("101", "71")), "RETRY PARENT_MISSING", "ACCEPTED");
  }

  @Test
  void fromAFormerParentThatIsGoneNothingIsParted() {
    CrmCall call = call(to(null, "C9"));
    call.read(upserted(1));
    assertOutcomes(
        call.read(
            answer(
                207,
                "{\"errors\": [{\"category\": \"OBJECT_NOT_FOUND\", \"context\": {\"ids\": [\"C9\"]}}]}")),
        "ACCEPTED");
  }

  @Test
  void silentAnswersConfirmNothing() {
    CrmCall read = call(to("C0"), to(null, "C1"), Row.UNCHANGED);
    read.read(upserted(3));
    assertOutcomes(
        read.read(answer(200, "{\"results\": []}")),
        "UNCONFIRMED UNCONFIRMED",
        "UNCONFIRMED UNCONFIRMED",
        "ACCEPTED");

    CrmCall part = call(to(null, "C0"));
    part.read(upserted(1));
    part.read(answer(200, C0_AND_C1));
    assertOutcomes(part.read(answer(200, "{\"results\": []}")), "UNCONFIRMED UNCONFIRMED");

    CrmCall write = call(to("C0"), to("C1"));
    write.read(upserted(2));
    write.read(answer(200, C0_AND_C1));
    assertOutcomes(write.read(associated("101", "71")), "UNCONFIRMED UNCONFIRMED", "ACCEPTED");
  }

  @Test
  void anErrorConcernsThePairThatItNames() {
    CrmCall call = call(to("C0"), to("C0"), to("C1"), to("C1"));
    call.read(upserted(4));
    call.read(answer(200, C0_AND_C1));
    assertOutcomes(
        call.read(
            answer(
                207,
                """
                {"results": [{"from": {"id": "100"}, "to": {"id": "70"}}], "errors": [
                  {"category": "VALIDATION_ERROR", "subCategory": "crm.associations.INVALID_IDENTIFIER",
                   "message": "101 is not a valid ID", "context": {"id": ["101"]}},
                  {"category": "VALIDATION_ERROR", "message": "limit",
                   "context": {"fromObjectId": ["102"], "toObjectId": ["71"]}},
                  {"category": "RATE_LIMITS", "context": {"fromObjectId": ["103"], "toObjectId": ["71"]}}]}
                """)),
        "ACCEPTED",
        "RETRY VALIDATION_ERROR",
        "REFUSED VALIDATION_ERROR",
        "RETRY RATE_LIMITS");
  }

  @Test
  void anErrorThatNamesNoPairIsFoundByHalving() {
    CrmCall call = call(to("C0"), to("C1"));
    call.read(upserted(2));
    call.read(answer(200, C0_AND_C1));
    assertThat(
            call.read(
                answer(
                    207,
                    """
                    {"results": [{"from": {"id": "100"}, "to": {"id": "70"}}],
                     "errors": [{"category": "VALIDATION_ERROR"}]}
                    """)))
        .hasToString("REFUSED VALIDATION_ERROR");
  }

  @Test
  void whatTheUpsertRefusedIsNotAssociated() {
    CrmCall call = call(to("C0"), to("C1"));
    assertNext(
        call.read(
            answer(
                207,
                """
                {"results": [{"id": "101", "properties": {"ext_id": "A1"}, "objectWriteTraceId": "1"}],
                 "errors": [{"category": "VALIDATION_ERROR", "objectWriteTraceId": "0"}]}
                """)),
        READ,
        """
        {"inputs": [{"id": "C1"}], "idProperty": "company_id", "properties": ["company_id"],
         "propertiesWithHistory": []}
        """);
    call.read(answer(200, "{\"results\": [{\"id\": \"71\", \"properties\": {}}]}"));
    assertOutcomes(call.read(associated("101", "71")), "REFUSED VALIDATION_ERROR", "ACCEPTED");
  }

  @Test
  void moreThanAHundredParentsAreAskedForInSeveralCalls() {
    Object[] links = new Object[60];
    Arrays.setAll(links, i -> to("N" + i, "O" + i));
    CrmCall call = call(links);
    Answer first = call.read(upserted(60));
    assertThat(json(first.next()).get("inputs")).hasSize(100);
    Answer second = call.read(answer(200, companies(0, 50)));
    assertThat(second.next().path()).isEqualTo(READ);
    assertThat(json(second.next()).get("inputs")).hasSize(20);
    Answer part = call.read(answer(200, companies(50, 60)));
    assertThat(json(part.next()).get("inputs")).hasSize(60);
    assertThat(json(call.read(answer(204, "")).next()).get("inputs")).hasSize(60);
  }

  @Test
  void twoAssociationsAreMadeOneAfterTheOther() {
    RecordType deal =
        new RecordType(
            "deals",
            "ext_id",
            List.of("ext_id"),
            null,
            List.of(
                new Association("companies", "company_id"), new Association("contacts", "email")));
    CrmCall call =
        Some.connector()
            .call(
                new Batch(
                    deal,
                    Action.UPSERT,
                    List.of(Some.upsert(deal, "A0", "A0", to("C9"), to("Ann@x.org")))));
    call.first();
    call.read(upserted(1));
    Answer read =
        call.read(
            answer(
                207,
                "{\"errors\": [{\"category\": \"OBJECT_NOT_FOUND\", \"context\": {\"ids\": [\"C9\"]}}]}"));
    assertThat(read.next().path()).isEqualTo("/crm/v3/objects/contacts/batch/read");
    Answer associate =
        call.read(
            answer(
                200,
                "{\"results\": [{\"id\": \"5\", \"properties\": {\"email\": \"ann@x.org\"}}]}"));
    assertNext(
        associate,
        "/crm/v4/associations/deals/contacts/batch/associate/default",
        "{\"inputs\": [{\"from\": {\"id\": \"100\"}, \"to\": {\"id\": \"5\"}}]}");
    assertOutcomes(call.read(associated("100", "5")), "RETRY PARENT_MISSING");
  }

  @Test
  void anOutageOrARenewedTokenStartsOver() {
    CrmCall call = call(to("C0"));
    call.read(upserted(1));
    assertThat(call.read(answer(502, "<html>")).kind()).isEqualTo(Answer.Kind.UNAVAILABLE);
    assertThat(call.first().path()).isEqualTo("/crm/v3/objects/contacts/batch/upsert");
    call.read(upserted(1));
    call.read(answer(200, C0_AND_C1));
    assertThat(call.read(answer(200, "<html>")).kind()).isEqualTo(Answer.Kind.UNAVAILABLE);
    assertThat(call.read(answer(401, "{}")).kind()).isEqualTo(Answer.Kind.UNAUTHORIZED);
  }

  @Test
  void aMissingScopeStopsTheJobByName() {
    CrmCall call = call(to("C0"));
    call.read(upserted(1));
    call.read(answer(200, C0_AND_C1));
    assertThat(call.read(answer(403, "{\"category\": \"MISSING_SCOPES\"}")).message())
        .startsWith(
            "HubSpot: the token lacks the scope to write associations of contacts to companies");
  }

  @Test
  void aDatedVersionHasItsAssociationsBesideItsObjects() {
    ApiPath path = new ApiPath("/crm/objects/2026-03");
    assertThat(path.associate("0-1", "2-33"))
        .isEqualTo("/crm/associations/2026-03/0-1/2-33/batch/associate/default");
    assertThat(path.part("0-1", "2-33"))
        .isEqualTo("/crm/associations/2026-03/0-1/2-33/batch/archive");
  }

  private static Link to(String parent, String... former) {
    return new Link(parent, List.of(former));
  }

  private static CrmCall call(Object... links) {
    List<CrmRecord> records = new ArrayList<>();
    for (int i = 0; i < links.length; i++) {
      records.add(Some.upsert(CONTACT, "A" + i, "A" + i, links[i]));
    }
    CrmCall call = Some.connector().call(new Batch(CONTACT, Action.UPSERT, records));
    call.first();
    return call;
  }

  /** Accepts every record; the HubSpot id of the first is 100. */
  private static CrmResponse upserted(int records) {
    List<String> results = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      results.add("{\"id\": \"%d\", \"objectWriteTraceId\": \"%d\"}".formatted(100 + i, i));
    }
    return answer(200, "{\"results\": [" + String.join(",", results) + "]}");
  }

  private static CrmResponse associated(String from, String to) {
    return answer(
        200,
        "{\"results\": [{\"from\": {\"id\": \"%s\"}, \"to\": {\"id\": \"%s\"}}]}"
            .formatted(from, to));
  }

  private static String companies(int from, int to) {
    List<String> results = new ArrayList<>();
    for (int i = from; i < to; i++) {
      results.add("{\"id\": \"1%d\", \"properties\": {\"company_id\": \"N%d\"}}".formatted(i, i));
      results.add("{\"id\": \"2%d\", \"properties\": {\"company_id\": \"O%d\"}}".formatted(i, i));
    }
    return "{\"results\": [" + String.join(",", results) + "]}";
  }

  private static void assertNext(Answer answer, String path, String body) {
    assertThat(answer.kind()).isEqualTo(Answer.Kind.NEXT);
    assertThat(answer.next().path()).isEqualTo(path);
    assertThat(json(answer.next())).isEqualTo(json(body));
  }

  private static void assertOutcomes(Answer answer, String... expected) {
    assertThat(answer.kind()).isEqualTo(Answer.Kind.OUTCOMES);
    assertThat(Arrays.stream(answer.outcomes()).map(RecordOutcome::toString))
        .containsExactly(expected);
  }
}
