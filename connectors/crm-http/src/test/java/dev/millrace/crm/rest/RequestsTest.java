package dev.millrace.crm.rest;

import static dev.millrace.crm.rest.Some.batch;
import static dev.millrace.crm.rest.Some.connector;
import static dev.millrace.crm.rest.Some.delete;
import static dev.millrace.crm.rest.Some.text;
import static dev.millrace.crm.rest.Some.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.change.Row;
import dev.millrace.crm.Action;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.RecordType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What requests look like. */
class RequestsTest {

  private static CrmRequest request(RestConnector connector, CrmRecord... records) {
    return connector.call(batch(records)).first();
  }

  private static String sent(RestConnector connector, CrmRecord... records) {
    return text(request(connector, records));
  }

  @Test
  void aRecordIsAnObjectOfItsMappedFieldsUnlessATemplateSaysOtherwise() {
    assertThat(sent(connector(), upsert("A1", "A1", "Ann", 3L)))
        .isEqualTo("POST /c {\"ext\":\"A1\",\"name\":\"Ann\",\"size\":3}");
    assertThat(sent(connector("upsert.id-in-body", "false"), upsert("A1", "A1", "Ann", 3L)))
        .isEqualTo("POST /c {\"name\":\"Ann\",\"size\":3}");
    assertThat(sent(connector(), delete("A1"))).isEqualTo("DELETE /c/A1");
  }

  @Test
  void everyValueHasItsOwnJsonType() {
    List<Object> values =
        Arrays.asList(
            "Ann \ud83d\ude00 \"q\" \u0001",
            Long.MAX_VALUE,
            (short) -1,
            true,
            new BigDecimal("12345678901234567890.10"),
            new BigDecimal("1E+3"),
            1e22,
            0.1f,
            Double.NaN,
            LocalDate.of(1980, 2, 29),
            LocalTime.of(7, 8, 9),
            LocalDateTime.of(2024, 5, 6, 7, 8, 9, 120_000_000),
            Instant.parse("2024-05-06T07:08:09.123456Z"),
            new byte[] {1, 2, 3},
            Arrays.asList("a", null, 7L),
            null);
    String[] names = new String[values.size()];
    Arrays.setAll(names, i -> "f" + i);
    RecordType type = new RecordType("contacts", "f0", List.of(names));
    assertThat(sent(connector(), upsert(type, "A1", values.toArray())))
        .isEqualTo(
            "POST /c {\"f0\":\"Ann \\uD83D\\uDE00 \\\"q\\\" \\u0001\",\"f1\":9223372036854775807,"
                + "\"f2\":-1,\"f3\":true,\"f4\":12345678901234567890.10,\"f5\":1000,"
                + "\"f6\":10000000000000000000000,\"f7\":0.1,\"f8\":\"NaN\",\"f9\":\"1980-02-29\","
                + "\"f10\":\"07:08:09\",\"f11\":\"2024-05-06T07:08:09.120Z\","
                + "\"f12\":\"2024-05-06T07:08:09.123Z\",\"f13\":\"AQID\",\"f14\":[\"a\",null,7],"
                + "\"f15\":null}");
  }

  @Test
  void whatIsUnchangedIsLeftOutAndNullClears() {
    RestConnector connector =
        connector(
            "upsert.record",
            "{\"link\":\"/p('{name|odata}')\",\"tags\":[{\"v\":\"{size}\"}],\"{fields}\":\"...\"}");
    assertThat(sent(connector, upsert("A1", "A1", "O'Neil", 3L)))
        .isEqualTo("POST /c {\"link\":\"/p('O''Neil')\",\"tags\":[{\"v\":3}],\"ext\":\"A1\"}");
    assertThat(sent(connector, upsert("A1", "A1", null, 3L)))
        .isEqualTo("POST /c {\"link\":null,\"tags\":[{\"v\":3}],\"ext\":\"A1\"}");
    assertThat(sent(connector, upsert("A1", "A1", Row.UNCHANGED, Row.UNCHANGED)))
        .isEqualTo("POST /c {\"ext\":\"A1\"}");
  }

  @Test
  void fieldsAreNestedWhereTheirNamesSaySo() {
    RecordType type = new RecordType("p", "c.ext", List.of("c.ext", "name", "c.a", "d.e.f"));
    RestConnector connector = connector("nested-fields", ".");
    assertThat(sent(connector, upsert(type, "A1", "A1", "Ann", 1, 2)))
        .isEqualTo(
            "POST /c {\"c\":{\"ext\":\"A1\",\"a\":1},\"name\":\"Ann\",\"d\":{\"e\":{\"f\":2}}}");
    assertThat(sent(connector, upsert(type, "A1", "A1", "Ann", Row.UNCHANGED, Row.UNCHANGED)))
        .isEqualTo("POST /c {\"c\":{\"ext\":\"A1\"},\"name\":\"Ann\"}");
    assertThat(sent(connector(), upsert(type, "A1", "A1", "Ann", 1, 2)))
        .isEqualTo("POST /c {\"c.ext\":\"A1\",\"name\":\"Ann\",\"c.a\":1,\"d.e.f\":2}");
  }

  @Test
  void anEnvelopeStandsAroundTheArray() {
    RestConnector connector =
        connector(
            "upsert.url", "/{object}/upsert",
            "upsert.body", "array",
            "upsert.envelope",
                "{\"data\":\"{records}\",\"check\":[\"{id-field}\"],\"n\":1.50,\"t\":[],\"u\":\"{object.type}\"}",
            "objects.contacts.type", "contact");
    assertThat(connector.maxRecords(Some.CONTACT, Action.UPSERT)).isEqualTo(100);
    assertThat(sent(connector, upsert("A1", "A1", "Ann", 3L), upsert("A2", "A2", null, 4L)))
        .isEqualTo(
            "POST /contacts/upsert {\"data\":[{\"ext\":\"A1\",\"name\":\"Ann\",\"size\":3},"
                + "{\"ext\":\"A2\",\"name\":null,\"size\":4}],\"check\":[\"ext\"],\"n\":1.50,"
                + "\"t\":[],\"u\":\"contact\"}");
    assertThat(sent(connector("upsert.body", "array"), upsert("A1", "A1", "Ann", 3L)))
        .isEqualTo("POST /c [{\"ext\":\"A1\",\"name\":\"Ann\",\"size\":3}]");
  }

  @Test
  void linesHaveARecordEach() {
    RestConnector connector =
        connector("upsert.body", "lines", "upsert.batch-size", "7", "upsert.batch-bytes", "64kb");
    CrmRequest request =
        request(connector, upsert("A1", "A1", "a\nb", 3L), upsert("A2", "A2", null, 4L));
    assertThat(Some.body(request))
        .isEqualTo(
            "{\"ext\":\"A1\",\"name\":\"a\\nb\",\"size\":3}\n{\"ext\":\"A2\",\"name\":null,\"size\":4}\n");
    assertThat(request.headers()).containsEntry("Content-Type", "application/x-ndjson");
    assertThat(connector.maxRecords(Some.CONTACT, Action.UPSERT)).isEqualTo(7);
    assertThat(connector.maxBytes(Some.CONTACT, Action.UPSERT)).isEqualTo(65_536);
    assertThat(connector.maxRecords(Some.CONTACT, Action.DELETE)).isEqualTo(1);
  }

  @Test
  void valuesInUrlsAreEncoded() {
    RestConnector connector =
        connector(
            "upsert.url", "/{object}({id-field}='{id|odata}')?n={name}",
            "upsert.method", "PATCH");
    assertThat(sent(connector, upsert("O'N/e i&l+ä", "x", "a b", 3L)))
        .startsWith("PATCH /contacts(ext='O%27%27N%2Fe%20i%26l%2B%C3%A4')?n=a%20b {");
  }

  @Test
  void headersAreSentWithEveryRequest() {
    assertThat(
            request(connector("headers.X-Way", "a b", "headers.accept", "text/json"), delete("A1"))
                .headers())
        .isEqualTo(Map.of("X-Way", "a b", "accept", "text/json"));
    assertThat(request(connector(), upsert("A1", "A1", "Ann", 3L)).headers())
        .isEqualTo(Map.of("Accept", "application/json", "Content-Type", "application/json"));
  }

  @Test
  void aMarkOfARecordWhoseRowIsGoneLeavesOutWhatItsTypeLacks() {
    RecordType removal = new RecordType("contacts", "ext", List.of("ext", "size"));
    RestConnector connector = connector("upsert.record", "{\"n\":\"{name}\",\"{fields}\":\"...\"}");
    assertThat(sent(connector, upsert(removal, "A1", "A1", 0L)))
        .isEqualTo("POST /c {\"ext\":\"A1\",\"size\":0}");
  }

  @Test
  void idsAreComparedAsConfigured() {
    assertThat(connector().key(Some.CONTACT, "aB")).isEqualTo("aB");
    assertThat(connector("case-insensitive-ids", "true").key(Some.CONTACT, "aB")).isEqualTo("ab");
  }

  @Test
  void aDeleteWithoutARequestForItStopsTheJob() {
    assertThatThrownBy(() -> connector("delete.method", "none").call(batch(delete("A1"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("set on-delete of its mapping to ignore or set");
  }
}
