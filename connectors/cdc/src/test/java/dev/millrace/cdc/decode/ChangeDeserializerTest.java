package dev.millrace.cdc.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.change.ChangeEvent;
import dev.millrace.change.Column;
import dev.millrace.change.ColumnType;
import dev.millrace.change.ColumnType.Kind;
import dev.millrace.change.Operation;
import dev.millrace.change.Row;
import dev.millrace.change.SourcePosition;
import dev.millrace.change.TableId;
import dev.millrace.change.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Schema;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.Struct;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.source.SourceRecord;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;

class ChangeDeserializerTest {

  private static final TableId CUSTOMERS = TableId.parse("shop.customers");

  private static final Schema SOURCE =
      SchemaBuilder.struct()
          .field("table", Schema.STRING_SCHEMA)
          .field("lsn", Schema.INT64_SCHEMA)
          .field("ts_ms", Schema.INT64_SCHEMA)
          .build();

  private final Schema row = row(SchemaBuilder.struct().optional()).build();
  private final Schema key = SchemaBuilder.struct().field("id", Schema.INT32_SCHEMA).build();
  private final Schema envelope = envelope(row);
  private final ChangeDeserializer deserializer = new ChangeDeserializer(new Dialect(true));

  @Test
  void makesOneChangeOfEachRecord() {
    ChangeEvent insert = deserializer.decode(record(envelope, "c", null, row(1, "a", "x")));
    ChangeEvent update =
        deserializer.decode(record(envelope, "u", row(1, "a", "x"), row(1, "b", "y")));
    ChangeEvent delete = deserializer.decode(record(envelope, "d", row(1, "b", "y"), null));
    ChangeEvent read = deserializer.decode(record(envelope, "r", null, row(2, "c", "z")));

    assertThat(List.of(insert, update, delete, read))
        .extracting(ChangeEvent::operation)
        .containsExactly(Operation.INSERT, Operation.UPDATE, Operation.DELETE, Operation.INSERT);
    assertThat(values(insert.after())).containsExactly(1, "a", "x");
    assertThat(insert.before()).isNull();
    assertThat(values(update.before())).containsExactly(1, "a", "x");
    assertThat(values(update.after())).containsExactly(1, "b", "y");
    assertThat(values(delete.before())).containsExactly(1, "b", "y");
    assertThat(delete.after()).isNull();
    assertThat(update.position()).isEqualTo(SourcePosition.lsn(77));
    assertThat(update.commitTimeMillis()).isEqualTo(1_700_000_000_123L);
    assertThat(update.snapshot()).isFalse();
    assertThat(read.position()).isEqualTo(SourcePosition.SNAPSHOT);
    assertThat(read.commitTimeMillis()).isZero();
    assertThat(read.snapshot()).isTrue();
    assertThat(insert.schema())
        .isEqualTo(
            new TableSchema(
                CUSTOMERS,
                List.of(
                    new Column("id", ColumnType.of(Kind.INTEGER, null), false),
                    new Column("name", ColumnType.of(Kind.STRING, null), true),
                    new Column("note", ColumnType.of(Kind.STRING, null), true)),
                List.of("id")));
  }

  @Test
  void aTableKeepsOneSchemaUntilItIsAltered() {
    ChangeEvent first = deserializer.decode(record(envelope, "c", null, row(1, "a", "x")));
    // The next chunk's reader builds the same schemas anew.
    Schema anew = envelope(row(SchemaBuilder.struct().optional()).build());
    Struct value = new Struct(anew.field("after").schema()).put("id", 2);
    ChangeEvent second = deserializer.decode(record(anew, "c", null, value));
    Schema altered =
        envelope(
            row(SchemaBuilder.struct().optional())
                .field("more", Schema.OPTIONAL_INT64_SCHEMA)
                .build());
    Struct more = new Struct(altered.field("after").schema()).put("id", 3).put("more", 9L);
    ChangeEvent third = deserializer.decode(record(altered, "c", null, more));

    assertThat(second.schema()).isSameAs(first.schema());
    assertThat(third.schema().columns()).hasSize(4);
    assertThat(values(third.after())).containsExactly(3, null, null, 9L);
    assertThat(values(first.after())).containsExactly(1, "a", "x");
  }

  @Test
  void aNullIsNoDefault() {
    ChangeEvent change = deserializer.decode(record(envelope, "c", null, row(1, null, null)));
    assertThat(row.field("note").schema().defaultValue()).isEqualTo("none");
    assertThat(values(change.after())).containsExactly(1, null, null);
  }

  @Test
  void whatTheLogLeavesOutIsUnchanged() {
    ChangeEvent update =
        deserializer.decode(record(envelope, "u", null, row(1, Unavailable.PLACEHOLDER, null)));
    ChangeEvent delete =
        new ChangeDeserializer(new Dialect(false))
            .decode(record(envelope, "d", row(1, null, "none"), null));
    assertThat(values(update.after())).containsExactly(1, Row.UNCHANGED, null);
    assertThat(values(delete.before())).containsExactly(1, Row.UNCHANGED, Row.UNCHANGED);
  }

  @Test
  void otherRecordsAreNoChanges() {
    Schema heartbeat = SchemaBuilder.struct().field("ts_ms", Schema.INT64_SCHEMA).build();
    List<ChangeEvent> collected = new ArrayList<>();
    Collector<ChangeEvent> out =
        new Collector<>() {
          @Override
          public void collect(ChangeEvent change) {
            collected.add(change);
          }

          @Override
          public void close() {}
        };
    deserializer.deserialize(
        new SourceRecord(
            Map.of(), Map.of(), "heartbeat", heartbeat, new Struct(heartbeat).put("ts_ms", 1L)),
        out);
    deserializer.deserialize(
        new SourceRecord(Map.of(), Map.of(), "text", Schema.STRING_SCHEMA, "x"), out);
    deserializer.deserialize(new SourceRecord(Map.of(), Map.of(), "none", null, null), out);
    deserializer.deserialize(record(envelope, "t", null, null), out);
    assertThat(collected).isEmpty();
    deserializer.deserialize(record(envelope, "c", null, row(1, "a", "x")), out);
    assertThat(collected).hasSize(1);
  }

  @Test
  void textNamesNoValue() {
    ChangeEvent change = deserializer.decode(record(envelope, "c", null, row(1, "a secret", "x")));
    assertThat(change + " " + change.after()).contains("shop.customers").doesNotContain("secret");
  }

  @Test
  void aTypeWithoutConversionIsTold() {
    Schema struct = SchemaBuilder.struct().field("x", Schema.INT32_SCHEMA).build();
    assertThatThrownBy(() -> Conversion.of(struct, ColumnType.of(Kind.DATE, null)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("STRUCT")
        .hasMessageContaining("DATE");
  }

  private static SchemaBuilder row(SchemaBuilder builder) {
    return builder
        .field("id", Schema.INT32_SCHEMA)
        .field("name", Schema.OPTIONAL_STRING_SCHEMA)
        .field("note", SchemaBuilder.string().optional().defaultValue("none").build());
  }

  private static Schema envelope(Schema row) {
    return SchemaBuilder.struct()
        .field("before", row)
        .field("after", row)
        .field("source", SOURCE)
        .field("op", Schema.STRING_SCHEMA)
        .build();
  }

  private Struct row(int id, String name, String note) {
    return new Struct(row).put("id", id).put("name", name).put("note", note);
  }

  private SourceRecord record(Schema schema, String operation, Struct before, Struct after) {
    Struct source =
        new Struct(SOURCE)
            .put("table", "customers")
            .put("lsn", 77L)
            .put("ts_ms", 1_700_000_000_123L);
    Struct value =
        new Struct(schema)
            .put("before", before)
            .put("after", after)
            .put("source", source)
            .put("op", operation);
    return new SourceRecord(
        Map.of(),
        Map.of(),
        "server.shop.customers",
        null,
        key,
        new Struct(key).put("id", 1),
        schema,
        value);
  }

  private static List<Object> values(Row row) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < row.schema().columns().size(); i++) {
      values.add(row.value(i));
    }
    return values;
  }

  private static final class Dialect implements SourceDialect {

    private static final long serialVersionUID = 1L;

    private final boolean wholeRows;

    Dialect(boolean wholeRows) {
      this.wholeRows = wholeRows;
    }

    @Override
    public boolean logsWholeRows(TableId table) {
      return wholeRows;
    }

    @Override
    public TableId table(Struct source) {
      return new TableId("shop", source.getString("table"));
    }

    @Override
    public Function<Struct, SourcePosition> position(Schema source) {
      return struct -> SourcePosition.lsn(struct.getInt64("lsn"));
    }

    @Override
    public ColumnType type(Schema column) {
      return switch (column.type()) {
        case INT32 -> ColumnType.of(Kind.INTEGER, null);
        case INT64 -> ColumnType.of(Kind.BIGINT, null);
        default -> ColumnType.of(Kind.STRING, null);
      };
    }

    @Override
    public boolean leavesValuesOut() {
      return true;
    }
  }
}
