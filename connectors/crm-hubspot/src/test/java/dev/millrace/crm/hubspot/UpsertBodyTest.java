package dev.millrace.crm.hubspot;

import static dev.millrace.crm.hubspot.Some.json;
import static dev.millrace.crm.hubspot.Some.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.change.Row;
import dev.millrace.crm.Action;
import dev.millrace.crm.Batch;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UpsertBodyTest {

  private static final RecordType ONE_FIELD = new RecordType("contacts", "ext_id", List.of("p"));

  @Test
  void everyInputHasItsIdItsPropertiesAndItsOwnTraceId() {
    RecordType type = new RecordType("contacts", "ext_id", List.of("ext_id", "name", "phone"));
    CrmRequest request =
        request(
            upsert(type, "A1", "A1", "Ann \"O'Hara\" \\ Müller \ud83d\ude00\n", "+1"),
            upsert(type, "A2", "A2", null, Row.UNCHANGED));

    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/crm/v3/objects/contacts/batch/upsert");
    assertThat(request.headers()).containsEntry("Content-Type", "application/json");
    assertThat(json(request))
        .isEqualTo(
            json(
                """
                {"inputs": [
                  {"id": "A1", "idProperty": "ext_id", "objectWriteTraceId": "0", "properties":
                    {"ext_id": "A1", "name": "Ann \\"O'Hara\\" \\\\ Müller \ud83d\ude00\\n", "phone": "+1"}},
                  {"id": "A2", "idProperty": "ext_id", "objectWriteTraceId": "1", "properties":
                    {"ext_id": "A2", "name": ""}}
                ]}
                """));
  }

  @Test
  void theIdIsAmongThePropertiesWhereNoFieldMapsIt() {
    assertThat(json(request(upsert(ONE_FIELD, "A1", "v"))).at("/inputs/0/properties"))
        .isEqualTo(json("{\"ext_id\": \"A1\", \"p\": \"v\"}"));
  }

  @Test
  void theMappedValueOfTheIdIsTheExternalIdAndStandsOnce() {
    RecordType type = new RecordType("contacts", "ext_id", List.of("p", "ext_id"));
    String body = Some.text(request(upsert(type, "7", "v", 7L)));
    assertThat(body).contains("\"properties\":{\"ext_id\":\"7\",\"p\":\"v\"}");
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueHasTheFormThatHubSpotTakes(Object value, String expected) {
    assertThat(json(request(upsert(ONE_FIELD, "A1", value))).at("/inputs/0/properties/p"))
        .isEqualTo(json('"' + expected + '"'));
  }

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(null, ""),
        Arguments.of("", ""),
        Arguments.of(true, "true"),
        Arguments.of(false, "false"),
        Arguments.of((short) -7, "-7"),
        Arguments.of(2_147_483_647, "2147483647"),
        Arguments.of(Long.MIN_VALUE, "-9223372036854775808"),
        Arguments.of(new BigDecimal("18446744073709551615"), "18446744073709551615"),
        Arguments.of(new BigDecimal("12.50"), "12.50"),
        Arguments.of(new BigDecimal("1E+9"), "1000000000"),
        Arguments.of(new BigDecimal("1E-9"), "0.000000001"),
        Arguments.of(new BigDecimal("-42"), "-42"),
        Arguments.of(1.0, "1"),
        Arguments.of(0.1, "0.1"),
        Arguments.of(1.0e20, "100000000000000000000"),
        Arguments.of(-1.5e-7, "-0.00000015"),
        Arguments.of(12345678.9, "12345678.9"),
        Arguments.of(Double.NaN, "NaN"),
        Arguments.of(0.1f, "0.1"),
        Arguments.of(16777216f, "16777216"),
        Arguments.of(1.5e-5f, "0.000015"),
        Arguments.of(LocalDate.of(2024, 2, 29), "2024-02-29"),
        Arguments.of(LocalDate.of(7, 1, 2), "0007-01-02"),
        Arguments.of(LocalDate.of(12024, 1, 2), "+12024-01-02"),
        Arguments.of(Instant.parse("2024-02-29T23:59:59.123999Z"), "2024-02-29T23:59:59.123Z"),
        Arguments.of(Instant.parse("1969-12-31T23:59:59.999999Z"), "1969-12-31T23:59:59.999Z"),
        Arguments.of(Instant.parse("2024-01-01T00:00:00Z"), "2024-01-01T00:00:00.000Z"),
        Arguments.of(Instant.parse("+12024-01-01T00:00:00Z"), "+12024-01-01T00:00:00.000Z"),
        Arguments.of(LocalDateTime.of(2024, 3, 1, 4, 5, 6, 7_000_000), "2024-03-01T04:05:06.007Z"),
        Arguments.of(LocalTime.of(4, 5), "04:05:00"),
        Arguments.of(LocalTime.of(4, 5, 6, 7_000), "04:05:06.000007"),
        Arguments.of(new byte[] {0, 1, (byte) 0xFF}, "AAH/"),
        Arguments.of(List.of(), ""),
        Arguments.of(List.of("a", "b", "c"), "a;b;c"),
        Arguments.of(Arrays.asList("", null, "a", null, "b"), "a;b"),
        Arguments.of(
            List.of(
                1,
                2.5e10,
                new BigDecimal("1E+2"),
                true,
                LocalDate.of(2024, 1, 1),
                Instant.EPOCH,
                LocalDateTime.of(2024, 1, 1, 0, 0),
                new byte[] {1},
                List.of("x", "y")),
            "1;25000000000;100;true;2024-01-01;1970-01-01T00:00:00.000Z;2024-01-01T00:00:00.000Z;AQ==;x;y"));
  }

  @Test
  void halfACharacterMakesNoBrokenBody() {
    CrmRequest request = request(upsert(ONE_FIELD, "A1", "x".repeat(9_000) + "\ud83d"));
    assertThat(json(request).at("/inputs/0/properties/p").asText()).hasSize(9_001);
  }

  @Test
  void aValueOfAnyOtherClassIsAnErrorOfOurs() {
    assertThatThrownBy(() -> request(upsert(ONE_FIELD, "A1", new AtomicInteger(7))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no form for a value of class java.util.concurrent.atomic.AtomicInteger");
  }

  @Test
  void aHundredLargeRecordsArriveWhole() {
    String large = "é".repeat(3_000);
    CrmRecord[] records = new CrmRecord[100];
    Arrays.setAll(records, i -> upsert(ONE_FIELD, "A" + i, large + i));
    assertThat(json(request(records)).get("inputs"))
        .hasSize(100)
        .allSatisfy(
            input ->
                assertThat(input.at("/properties/p").asText())
                    .isEqualTo(large + input.get("objectWriteTraceId").asText()));
  }

  private static CrmRequest request(CrmRecord... records) {
    Batch batch = new Batch(records[0].type(), Action.UPSERT, List.of(records));
    return Some.connector().call(batch).first();
  }
}
