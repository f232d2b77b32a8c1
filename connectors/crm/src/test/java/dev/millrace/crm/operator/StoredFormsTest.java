package dev.millrace.crm.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.change.ChangeEvent;
import dev.millrace.change.Column;
import dev.millrace.change.ColumnType;
import dev.millrace.change.Operation;
import dev.millrace.change.Row;
import dev.millrace.change.RowKey;
import dev.millrace.change.SourcePosition;
import dev.millrace.change.TableId;
import dev.millrace.change.TableSchema;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.RecordType;
import dev.millrace.crm.delivery.ErrorClass;
import dev.millrace.crm.delivery.Refusal;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is written down: references in a savepoint, dead letters in a file. */
class StoredFormsTest {

  private static final TableSchema SCHEMA =
      new TableSchema(
          TableId.parse("shop.orders"),
          List.of(
              new Column("total", ColumnType.of(ColumnType.Kind.STRING, "text"), true),
              new Column("region", ColumnType.of(ColumnType.Kind.STRING, "text"), false),
              new Column("id", ColumnType.of(ColumnType.Kind.BIGINT, "int8"), false)),
          List.of("id", "region"));

  private static final RowReference REFERENCE =
      new RowReference(
          "deals",
          new RowKey(SCHEMA.table(), new LinkedHashMap<>(Map.of("id", "7"))),
          SourcePosition.binlog("binlog.000007", 4711, 3),
          5,
          1_700_000_000_000L);

  private final RowReferenceSerializer serializer = new RowReferenceSerializer();

  @Test
  void aReferenceIsReadAsItWasWritten() throws IOException {
    assertThat(serializer.deserialize(1, serializer.serialize(REFERENCE))).isEqualTo(REFERENCE);
  }

  /** Savepoints have this form: it may be added to under a new version, never changed. */
  @Test
  void versionOneOfAReferenceIsReadForEver() throws IOException {
    byte[] written =
        java.util.HexFormat.of()
            .parseHex(
                "0005"
                    + hex("deals")
                    + "000b"
                    + hex("shop.orders")
                    + "00000001"
                    + "0002"
                    + hex("id")
                    + "0001"
                    + hex("7")
                    + "0014"
                    + hex("binlog.000007:4711#3")
                    + "00000005"
                    + "0000018bcfe56800");
    assertThat(serializer.getVersion()).isEqualTo(1);
    assertThat(serializer.deserialize(1, written)).isEqualTo(REFERENCE);
    assertThatThrownBy(() -> serializer.deserialize(2, written))
        .hasMessageContaining("references of version 2");
  }

  @Test
  void aDeadLetterSaysAllThatIsKnownInOneLine() {
    DeadLetter letter = DeadLetter.of("hubspot", refusal());

    assertThat(letter.toJson())
        .isEqualTo(
            "{\"crm\":\"hubspot\",\"object\":\"deals\",\"idField\":\"number\",\"externalId\":\"N\\n\\\"7\\\"\","
                + "\"removal\":false,\"table\":\"shop.orders\",\"key\":{\"id\":\"7\",\"region\":\"de\"},"
                + "\"position\":\"0/2A\",\"operation\":\"UPDATE\",\"errorClass\":\"REFUSED\",\"code\":\"BAD_VALUE\","
                + "\"message\":\"'12,50' is no number\",\"correlation\":\"c-1\",\"attempts\":2,"
                + "\"firstSent\":\"2023-11-14T22:13:20Z\",\"refused\":\"2023-11-14T22:13:21Z\"}");
    assertThat(letter).hasToString("deals for UPDATE shop.orders at 0/2A: BAD_VALUE");
  }

  @Test
  void aDeadLetterIsReadAsItWasWritten() {
    String json = DeadLetter.of("hubspot", refusal()).toJson();
    DeadLetter letter = DeadLetter.parse(json.replace("{\"crm\"", "{\"new\":{\"a\":[1]},\"crm\""));

    assertThat(letter.toJson()).isEqualTo(json);
    assertThat(letter.row().values(SCHEMA)).isEqualTo(List.of(7L, "de"));
    assertThat(letter.position()).isEqualTo(SourcePosition.lsn(42));
  }

  @Test
  void theNoteThatARecordWasDeliveredSinceIsReadAsItWasWritten() {
    String json = DeadLetter.delivered("hubspot", refusal().record(), 1_700_000_002_000L).toJson();
    assertThat(json)
        .isEqualTo(
            "{\"crm\":\"hubspot\",\"object\":\"deals\",\"idField\":\"number\",\"externalId\":\"N\\n\\\"7\\\"\","
                + "\"removal\":false,\"table\":\"shop.orders\",\"key\":{\"id\":\"7\",\"region\":\"de\"},"
                + "\"position\":\"0/2A\",\"operation\":\"UPDATE\",\"delivered\":\"2023-11-14T22:13:22Z\"}");
    DeadLetter note = DeadLetter.parse(json);
    assertThat(note.toJson()).isEqualTo(json);
    assertThat(note.isDelivered()).isTrue();
    assertThat(DeadLetter.of("hubspot", refusal()).isDelivered()).isFalse();
  }

  @Test
  void whatIsNoDeadLetterIsRefusedWithoutRepeatingIt() {
    for (String text : List.of("", "[]", "{\"a\":\"Grace\"}", "{\"table\":\"Grace\"", "Grace")) {
      assertThatThrownBy(() -> DeadLetter.parse(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("not a dead letter");
    }
  }

  private static Refusal refusal() {
    Row row =
        new Row() {
          @Override
          public TableSchema schema() {
            return SCHEMA;
          }

          @Override
          public Object value(int column) {
            return List.<Object>of("12,50", "de", 7L).get(column);
          }
        };
    CrmRecord record =
        CrmRecord.upsert(
            new RecordType("deals", "number", List.of("total")),
            "N\n\"7\"",
            new Object[] {"12,50"},
            new ChangeEvent(Operation.UPDATE, null, row, SourcePosition.lsn(42), 1, false));
    return new Refusal(
        record,
        ErrorClass.REFUSED,
        "BAD_VALUE",
        "'12,50' is no number",
        "c-1",
        2,
        1_700_000_000_000L,
        1_700_000_001_000L);
  }

  private static String hex(String text) {
    return java.util.HexFormat.of()
        .formatHex(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
