package dev.millrace.crm.rest;

import static dev.millrace.crm.rest.Some.answer;
import static dev.millrace.crm.rest.Some.batch;
import static dev.millrace.crm.rest.Some.connector;
import static dev.millrace.crm.rest.Some.delete;
import static dev.millrace.crm.rest.Some.text;
import static dev.millrace.crm.rest.Some.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crm.CrmCall;
import dev.millrace.crm.CrmRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests that need the CRM's own id, which is looked up first. */
class LookupTest {

  private static final String[] SETTINGS = {
    "lookup.method", "POST",
    "lookup.url", "/find/{object}",
    "lookup.body", "record",
    "lookup.record", "{\"q\":\"{id-field}='{id|backslash}'\"}",
    "lookup.results.array", "/items",
    "lookup.results.key", "/ext",
    "lookup.found", "/item/id",
    "lookup.absent", "404",
    "upsert.method", "PATCH",
    "upsert.url", "/c/{found}",
    "create.url", "/c",
    "delete.url", "/c/{found}",
    "delete.results.status", "/code",
    "delete.results.accepted", "OK"
  };
  private static final String FOUND =
      "{\"items\":[{\"ext\":\"B\",\"item\":{\"id\":1}},{\"ext\":\"A'1\",\"item\":{\"id\":\"7/8\"}}]}";

  private static CrmCall call(CrmRecord record) {
    CrmCall call = connector(SETTINGS).call(batch(record));
    assertThat(text(call.first())).isEqualTo("POST /find/contacts {\"q\":\"ext='A\\\\'1'\"}");
    return call;
  }

  private static CrmCall upsertCall() {
    return call(upsert("A'1", "A'1", "Ann", 3));
  }

  @Test
  void aRecordThatIsFoundIsChanged() {
    CrmCall call = upsertCall();
    assertThat(text(call.read(answer(200, FOUND))))
        .isEqualTo("NEXT PATCH /c/7%2F8 {\"ext\":\"A'1\",\"name\":\"Ann\",\"size\":3}");
    assertThat(text(call.read(answer(200, "")))).isEqualTo("[ACCEPTED]");
  }

  @Test
  void aRecordThatIsNotFoundIsCreated() {
    for (var absent :
        List.of(
            answer(200, "{\"items\":[]}"),
            answer(200, "{\"items\":[{\"ext\":\"B\",\"item\":{\"id\":1}}]}"),
            answer(204, ""),
            answer(404, ""))) {
      CrmCall call = upsertCall();
      assertThat(text(call.read(absent)))
          .isEqualTo("NEXT POST /c {\"ext\":\"A'1\",\"name\":\"Ann\",\"size\":3}");
      assertThat(text(call.read(answer(201, "")))).isEqualTo("[ACCEPTED]");
    }
  }

  @Test
  void aDeleteOfARecordThatIsNotFoundIsDone() {
    assertThat(text(call(delete("A'1")).read(answer(200, "{\"items\":[]}"))))
        .isEqualTo("[ACCEPTED]");
    CrmCall call = call(delete("A'1"));
    assertThat(text(call.read(answer(200, FOUND)))).isEqualTo("NEXT DELETE /c/7%2F8");
    assertThat(text(call.read(answer(200, "{\"code\":\"OK\"}")))).isEqualTo("[ACCEPTED]");
  }

  @Test
  void anAnswerThatSaysNothingIsNoAbsence() {
    for (String silent :
        List.of("{}", "{\"items\":null}", "[]", "{\"items\":[{\"ext\":\"A'1\"}]}")) {
      assertThat(text(upsertCall().read(answer(200, silent))))
          .as(silent)
          .startsWith("[UNCONFIRMED");
      assertThat(text(call(delete("A'1")).read(answer(200, silent)))).startsWith("[UNCONFIRMED");
    }
    assertThat(text(upsertCall().read(answer(200, "{\"items\":["))))
        .startsWith("UNAVAILABLE NOT_JSON");
    assertThat(text(upsertCall().read(answer(500, "")))).isEqualTo("UNAVAILABLE HTTP 500");
  }

  @Test
  void whatIsGoneAfterItWasFoundIsLookedUpAgain() {
    CrmCall change = upsertCall();
    change.read(answer(200, FOUND));
    assertThat(text(change.read(answer(404, ""))))
        .isEqualTo("[RETRY HTTP 404 the record that was looked up is not there]");
    for (var refusal :
        List.of(answer(410, ""), answer(400, ""), answer(200, "{\"code\":\"BAD\"}"))) {
      CrmCall delete = call(delete("A'1"));
      delete.read(answer(200, FOUND));
      assertThat(text(delete.read(refusal))).startsWith("[RETRY HTTP " + refusal.status());
    }
    CrmCall refused = upsertCall();
    refused.read(answer(200, FOUND));
    assertThat(text(refused.read(answer(400, "")))).isEqualTo("REFUSED HTTP 400");
  }
}
