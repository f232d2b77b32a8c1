package dev.millrace.crm.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.crm.Action;
import dev.millrace.crm.Answer;
import dev.millrace.crm.CrmCall;
import dev.millrace.crm.CrmConnector;
import dev.millrace.crm.CrmConnectors;
import dev.millrace.crm.SinkOptions;
import dev.millrace.crm.ToldLimits;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the connector says of itself. */
class SalesforceConnectorTest {

  private static final String JOBS = "/services/data/v62.0/jobs/ingest";

  private final Configuration sink = new Configuration();

  SalesforceConnectorTest() {
    sink.set(SinkOptions.TYPE, "salesforce");
  }

  @Test
  void isFoundByItsType() {
    CrmConnector connector = CrmConnectors.create(sink);

    assertThat(connector).isInstanceOf(SalesforceConnector.class);
    assertThat(connector.maxRecords(Some.CONTACT, Action.UPSERT)).isEqualTo(200);
    assertThat(connector.key(Some.CONTACT, "Ann@EXAMPLE.com")).isEqualTo("ann@example.com");
    assertThat(connector.bulk(Some.CONTACT).minRecords()).isEqualTo(2_000);
    assertThat(connector.bulk(Some.CONTACT).maxRecords()).isEqualTo(10_000);
  }

  @Test
  void isAsItIsConfigured() {
    sink.set(SalesforceOptions.API_VERSION, "67.0");
    sink.set(SalesforceOptions.CASE_SENSITIVE_ID, true);
    sink.set(SalesforceOptions.BULK, false);

    CrmConnector connector = CrmConnectors.create(sink);

    assertThat(connector.call(Some.contacts("A1")).first().path())
        .isEqualTo("/services/data/v67.0/sobjects/Contact/describe");
    assertThat(connector.key(Some.CONTACT, "Ann")).isEqualTo("Ann");
    assertThat(connector.bulk(Some.CONTACT)).isNull();
  }

  @Test
  void waitsForTheJobsThatRunWhenItStartsAndAsksOnce() {
    CrmConnector connector = CrmConnectors.create(sink);
    CrmCall call = connector.call(Some.contacts("A1"));
    assertThat(call.first().path()).isEqualTo(JOBS + "?jobType=V2Ingest");
    Answer answer = call.read(Some.answer(200, "{\"records\": [], \"nextRecordsUrl\": \"/more\"}"));
    assertThat(answer.next().path()).isEqualTo("/more");
    String list =
        "{\"done\": true, \"records\": [%s, %s, %s, %s], \"nextRecordsUrl\": null}"
            .formatted(
                job("1", "contact", "upsert", "InProgress"),
                job("2", "Contact", "upsert", "JobComplete"),
                job("3", "Contact", "delete", "InProgress"),
                job("4", "Account", "upsert", "UploadComplete"));
    answer = call.read(Some.answer(200, list));
    assertThat(answer.next().path()).isEqualTo(JOBS + "/1");
    String running = job("1", "contact", "upsert", "InProgress");
    answer = call.read(Some.answer(200, running));
    assertThat(List.of(answer.next().path(), answer.nextAfterMillis()))
        .containsExactly(JOBS + "/1", 500L);
    answer = call.read(Some.answer(200, running));
    assertThat(List.of(answer.next().path(), answer.nextAfterMillis()))
        .containsExactly(JOBS + "/1", 1_000L);
    answer = call.read(Some.answer(404, "[]"));
    assertThat(answer.next().path()).endsWith("/sobjects/Contact/describe");
    assertThat(connector.call(Some.contacts("A1")).first().path())
        .endsWith("/sobjects/Contact/describe");
  }

  @Test
  void whoeverMayNotSeeTheJobsWaitsForNone() {
    CrmCall call = CrmConnectors.create(sink).call(Some.contacts("A1"));
    call.first();
    assertThat(call.read(Some.answer(503, "")).kind()).isEqualTo(Answer.Kind.UNAVAILABLE);
    call.first();
    String refusal = Some.error("INSUFFICIENT_ACCESS", "no");
    assertThat(call.read(Some.answer(403, refusal)).next().path()).endsWith("/describe");
  }

  private static String job(String id, String object, String operation, String state) {
    return "{\"id\": \"%s\", \"object\": \"%s\", \"operation\": \"%s\", \"state\": \"%s\"}"
        .formatted(id, object, operation, state);
  }

  @Test
  void hasNoAddressOfItsOwn() {
    assertThatThrownBy(() -> CrmConnectors.baseUrl(sink))
        .hasMessage("sink.base-url is not set, and salesforce has none");
    assertThat(CrmConnectors.factory("salesforce").tokenPath()).isEqualTo("/services/oauth2/token");
  }

  @ParameterizedTest
  @CsvSource({"v62.0", "62", "''", "062.0"})
  void aVersionThatIsNoneIsRefused(String version) {
    sink.set(SalesforceOptions.API_VERSION, version);
    assertThatThrownBy(() -> CrmConnectors.create(sink))
        .hasMessage("api-version '" + version + "' is not of the form of 62.0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          api-usage=4143/15000                                               | daily 15000 10857
          api-usage=25/5000; per-app-api-usage=17/250(appName=sample-app)    | daily 5000 4975
          per-app-api-usage=17/250(appName=sample-app), api-usage=25/5000    | daily 5000 4975
          api-usage=15100/15000                                              | daily 15000 0
          something else                                                     |
          """)
  void readsHowManyCallsAreLeft(String header, String told) {
    List<String> limits = new ArrayList<>();
    CrmConnectors.create(sink)
        .readLimits(
            Some.answer(200, "", "sforce-limit-info", header),
            new ToldLimits() {
              @Override
              public void burst(long calls, long left, long windowMillis) {
                limits.add("burst " + calls + ' ' + left);
              }

              @Override
              public void daily(long calls, long left) {
                limits.add("daily " + calls + ' ' + left);
              }
            });
    assertThat(limits).isEqualTo(told == null ? List.of() : List.of(told));
  }
}
