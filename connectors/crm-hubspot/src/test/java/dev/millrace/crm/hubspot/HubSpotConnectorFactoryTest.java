package dev.millrace.crm.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.crm.Action;
import dev.millrace.crm.CrmConnector;
import dev.millrace.crm.CrmConnectors;
import dev.millrace.crm.RecordType;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubSpotConnectorFactoryTest {

  @Test
  void itIsFoundByItsType() {
    assertThat(CrmConnectors.types()).contains("hubspot");
    assertThat(CrmConnectors.baseUrl(sink(Map.of()))).isEqualTo("https://api.hubapi.com");
    assertThat(CrmConnectors.factory("hubspot").options())
        .containsExactlyInAnyOrder(HubSpotOptions.API_PATH, HubSpotOptions.PLAN);
  }

  @ParameterizedTest
  @CsvSource({
    "/crm/v3/objects, /crm/v3/objects/p_a%20b/batch/upsert, /crm/v3/properties/p_a%20b",
    "/crm/v3/objects/, /crm/v3/objects/p_a%20b/batch/upsert, /crm/v3/properties/p_a%20b",
    "/crm/objects/2026-03, /crm/objects/2026-03/p_a%20b/batch/upsert, /crm/properties/2026-03/p_a%20b",
    "/proxy/crm/v3/objects, /proxy/crm/v3/objects/p_a%20b/batch/upsert, /proxy/crm/v3/properties/p_a%20b"
  })
  void theVersionOfTheApiIsASetting(String apiPath, String upsert, String properties) {
    ApiPath path = new ApiPath(apiPath);
    assertThat(path.upsert("p_a b")).isEqualTo(upsert);
    assertThat(path.properties("p_a b")).isEqualTo(properties);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "crm/v3/objects",
        "/crm/v3",
        "https://api.hubapi.com/crm/v3/objects",
        "/objects?x"
      })
  void anythingButAPathIsRefused(String apiPath) {
    assertThatThrownBy(() -> CrmConnectors.create(sink(Map.of("api-path", apiPath))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "api-path '%s' is not the path of an object API: /crm/v3/objects or"
                + " /crm/objects/<version>",
            apiPath);
  }

  @Test
  void emailsOfContactsAreOneInAnyCase() {
    CrmConnector connector = CrmConnectors.create(sink(Map.of()));
    assertThat(connector.key(type("contacts", "email"), "Ann@Example.COM"))
        .isEqualTo("ann@example.com");
    assertThat(connector.key(type("0-1", "email"), "Ann@Example.COM")).isEqualTo("ann@example.com");
    assertThat(connector.key(type("contacts", "ext_id"), "Ab")).isEqualTo("Ab");
    assertThat(connector.key(type("companies", "email"), "Ab")).isEqualTo("Ab");
  }

  @Test
  void aCallTakesAHundredRecords() {
    CrmConnector connector = Some.connector();
    assertThat(connector.maxRecords(Some.BY_EXT_ID, Action.UPSERT)).isEqualTo(100);
    assertThat(connector.maxRecords(Some.BY_EXT_ID, Action.DELETE)).isEqualTo(100);
  }

  @Test
  void anAnswerIsFoundByItsCorrelationId() {
    assertThat(Some.connector().correlation(Some.answer(200, "", "x-hubspot-correlation-id", "c")))
        .isEqualTo("c");
    assertThat(Some.connector().correlation(Some.answer(200, ""))).isEmpty();
  }

  private static RecordType type(String object, String idField) {
    return new RecordType(object, idField, List.of());
  }

  private static Configuration sink(Map<String, String> options) {
    Configuration sink = Configuration.fromMap(options);
    sink.setString("type", "hubspot");
    return sink;
  }
}
