package dev.millrace.crm.rest;

import static dev.millrace.crm.rest.Some.CONTACT;
import static dev.millrace.crm.rest.Some.answer;
import static dev.millrace.crm.rest.Some.faults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.crm.CrmRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What check finds. */
class CheckTest {

  private static final String[] WRONG = {
    "upsert.url", "c/{id}/{nam}",
    "upsert.method", "SEND",
    "upsert.body", "array",
    "upsert.record", "{\"a\":\"{naem}\",\"b\":\"{id|sql}\",\"c\":\"{object.type}\"}",
    "upsert.envelope", "{\"data\":",
    "upsert.results.array", "data",
    "upsert.results.match", "key",
    "upsert.results.status", "/code",
    "delete.url", "/c/{name}",
    "delete.batch-size", "5",
    "delete.absent", "4o4",
    "status.retry", "600-500",
    "limits.calls", "many",
    "headers.Authorization", "x",
    "headers.X-Key", "${env:KEY}",
    "signature.header", "X-Sign",
    "signature.algorithm", "HmacSHA3"
  };

  @Test
  void tellsAllFaultsAtOnceWithTheirKeys() {
    assertThat(faults(CONTACT, WRONG))
        .containsExactlyInAnyOrder(
            "sink.upsert.url: 'c/{id}/{nam}'; expected a path from base-url on, starting with a slash, encoded",
            "sink.upsert.url: {id} in the URL of a request with several records; expected what is the same for all"
                + " of them; mend: or sink.upsert.batch-size: 1",
            "sink.upsert.url: {nam} in the URL of a request with several records; expected what is the same for all"
                + " of them; mend: or sink.upsert.batch-size: 1",
            "sink.upsert.url: {nam}, which no field of contacts is; expected perhaps [name]",
            "sink.upsert.method: 'SEND'; expected one of [GET, POST, PUT, PATCH, DELETE]",
            "sink.upsert.record: {naem}, which no field of contacts is; expected perhaps [name]",
            "sink.upsert.record: unknown escape 'sql'; expected one of [odata, backslash]",
            "sink.upsert.record: {object.type}; expected sink.objects.contacts.type to be set",
            "sink.upsert.envelope: no JSON: Unexpected end-of-input within/between Object entries; expected JSON,"
                + " placeholders within its texts",
            "sink.upsert.envelope: no {records} in it; expected a text that is {records}, and upsert.body: array",
            "sink.upsert.results.array: 'data'; expected a JSON pointer: /data/0/id, or # for the whole",
            "sink.upsert.results.key: missing; expected a JSON pointer, since results are matched by key",
            "sink.upsert.results.accepted: missing; expected the values at results.status that mean success",
            "sink.delete.url: the field {name}; expected {id} alone, which is all that is known of a row gone",
            "sink.delete.batch-size: 5 records to a body of one; expected 1; mend: set sink.delete.body: array",
            "sink.delete.url: {name} in the URL of a request with several records; expected what is the same for all"
                + " of them; mend: or sink.delete.batch-size: 1",
            "sink.delete.absent: '4o4'; expected an HTTP status or two with a hyphen: 404, 500-599",
            "sink.status.retry: '600-500'; expected an HTTP status or two with a hyphen: 404, 500-599",
            "sink.limits.calls: 'many'; expected a number and a span of time: 80 per 2 s; mend: the"
                + " day's limit is sink.limits.daily",
            "sink.headers.Authorization: a login; expected headers without secrets; mend: set sink.token, with"
                + " sink.auth.header and sink.auth.scheme where it is not a bearer token",
            "sink.headers.X-Key: a login; expected headers without secrets; mend: set sink.token, with"
                + " sink.auth.header and sink.auth.scheme where it is not a bearer token",
            "sink.signature.secret: missing; expected a secret's reference, ${env:NAME} or ${file:PATH}",
            "sink.signature.algorithm: 'HmacSHA3'; expected a Mac of Java's: HmacSHA256");
  }

  @Test
  void aFaultStopsTheJobToo() {
    assertThatThrownBy(() -> Some.connector("upsert.record", "{\"a\":").call(Some.upserts(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("sink.upsert.record: no JSON");
  }

  @Test
  void whatIsMissingIsTold() {
    assertThat(faults(CONTACT, "upsert.url", "/c/{found}", "delete.url", ""))
        .containsExactlyInAnyOrder(
            "sink.delete.url: missing; expected the path of the request; mend: or sink.delete.method: none, where"
                + " every mapping has on-delete: ignore or set",
            "sink.lookup.url: missing; expected the path of a request that finds what {found} stands for in"
                + " sink.upsert",
            "sink.create.url: missing; expected the path of the request that makes a record which the lookup did not"
                + " find");
    assertThat(
            faults(
                CONTACT,
                "lookup.url",
                "/f?q={name}&r={found}",
                "delete.body",
                "record",
                "nested-fields",
                "x"))
        .containsExactlyInAnyOrder(
            "sink.lookup.found: missing; expected a JSON pointer to the CRM's own id of a record",
            "sink.lookup.url: the field {name}; expected {id} alone, which is all that is known of a row gone",
            "sink.lookup.url: {found}; expected no use of what this request is to find itself",
            "sink.delete.record: missing; expected a template of the body, which has no fields by itself");
  }

  @Test
  void asksForTheCheckUrlWithTheLogin() {
    List<String> asked = new ArrayList<>();
    assertThat(
            faults(
                CONTACT,
                request -> {
                  asked.add(request + " " + request.headers());
                  return answer(200, "");
                },
                "check-url",
                "/me",
                "headers.X-Way",
                "w"))
        .isEmpty();
    assertThat(asked).containsExactly("GET /me {X-Way=w}");
    assertThat(faults(CONTACT, request -> answer(404, ""), "check-url", "/me"))
        .containsExactly("sink.check-url: GET /me is answered with HTTP 404; expected success");
    assertThat(faults(CONTACT, request -> answer(401, ""), "check-url", "/me"))
        .containsExactly(
            "sink.auth: the CRM does not accept the login: HTTP 401; expected a login in force; mend: see sink.token"
                + " and sink.auth.*");
    assertThat(faults(CONTACT, request -> answer(503, ""), "check-url", "/me"))
        .containsExactly("IOException: HTTP 503 to GET /me");
  }

  @Test
  void withoutACheckUrlOnlyARefusedLoginIsAFault() {
    List<CrmRequest> asked = new ArrayList<>();
    assertThat(
            faults(
                CONTACT,
                request -> {
                  asked.add(request);
                  return answer(404, "");
                }))
        .isEmpty();
    assertThat(asked).hasToString("[HEAD /]");
    assertThat(faults(CONTACT, request -> answer(401, ""))).hasSize(1);
  }
}
