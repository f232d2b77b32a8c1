package dev.millrace.job.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cdc.RowReader;
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
import dev.millrace.crm.operator.DeadLetter;
import dev.millrace.job.config.MappingConfig;
import dev.millrace.job.config.OnDelete;
import dev.millrace.job.mapping.RowMapper;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A replay beside a running job: what it delivers as the row changes from one look to the next. */
class ReplayedRecordTest {

  private static final TableSchema SCHEMA =
      new TableSchema(
          new TableId("shop", "customers"),
          List.of(
              new Column("id", ColumnType.of(ColumnType.Kind.BIGINT, null), false),
              new Column("code", ColumnType.of(ColumnType.Kind.STRING, null), true)),
          List.of("id"));

  private static final String LETTER =
      "{\"object\":\"contacts\",\"externalId\":\"a\",\"removal\":%s,\"table\":\"shop.customers\","
          + "\"key\":{\"id\":\"1\"},\"position\":\"0/16B3748\",\"operation\":\"UPDATE\"}";

  private static final String REMOVAL = LETTER.formatted(true);

  private static final Function<MappingConfig, RowMapper> MAPPER =
      mapping -> new RowMapper(List.of(mapping));

  @Test
  void aRowWhoseExternalIdChangesMeanwhileLeavesNoRecordOfTheFormerOne() throws SQLException {
    assertThat(replay(OnDelete.ARCHIVE, "a", "b", "b", "b"))
        .containsExactly("UPSERT a", "DELETE a", "UPSERT b", "nothing");
  }

  @Test
  void whereTheMappingKeepsRecordsTheFormerOneStays() throws SQLException {
    assertThat(replay(OnDelete.IGNORE, "a", "b", "b"))
        .containsExactly("UPSERT a", "UPSERT b", "nothing");
  }

  @Test
  void aRemovalLeavesARecordThatAnotherRowGives() throws SQLException {
    MappingConfig mapping = mapping(OnDelete.ARCHIVE, "code");
    ReplayedRecord replayed = new ReplayedRecord(letter(REMOVAL), mapping);

    assertThat(replayed.next(gone(), MAPPER.apply(mapping), rows(mapping, row("a")))).isNull();
    assertThat(report(replayed))
        .containsExactly("1 dead letter: 0 replayed, 1 superseded, 0 not delivered.");
  }

  @Test
  void aRecordThatAnotherRowHasTakenWhileItWasRemovedIsWrittenAgain() throws SQLException {
    MappingConfig mapping = mapping(OnDelete.ARCHIVE, "code");
    ReplayedRecord replayed = new ReplayedRecord(letter(REMOVAL), mapping);
    RowMapper mapper = MAPPER.apply(mapping);

    assertThat(text(replayed.next(gone(), mapper, rows(mapping)))).isEqualTo("DELETE a");
    assertThat(text(replayed.next(gone(), mapper, rows(mapping, row("a"))))).isEqualTo("UPSERT a");
    assertThat(text(replayed.next(gone(), mapper, rows(mapping, row("a"))))).isEqualTo("nothing");
  }

  @Test
  void whereNobodyCanLookForAnotherRowNothingIsRemoved() throws SQLException {
    MappingConfig mapping = mapping(OnDelete.ARCHIVE, "LOWER(code)");
    ReplayedRecord replayed = new ReplayedRecord(letter(REMOVAL), mapping);

    assertThat(replayed.next(gone(), MAPPER.apply(mapping), rows(mapping))).isNull();
    assertThat(report(replayed))
        .containsExactly(
            "1 dead letter: 0 replayed, 0 superseded, 1 not delivered.",
            "  letters:1: contacts of a row of shop.customers: the record is not removed: another"
                + " row may have its external id now, which mapping of shop.customers lets nobody look"
                + " up (it is no column of the table); look into shop.customers, and remove the record"
                + " by hand if no row gives it");
  }

  @Test
  void aRecordWhoseRowHadLostItsIdIsRemovedOnceTheRowIsAnother() throws SQLException {
    MappingConfig mapping = mapping(OnDelete.ARCHIVE, "code");
    String ofMapping =
        LETTER.replace("{\"object", "{\"errorClass\":\"MAPPING\",\"object").formatted(false);
    ReplayedRecord replayed = new ReplayedRecord(letter(ofMapping), mapping);
    RowMapper mapper = MAPPER.apply(mapping);

    assertThat(text(replayed.next(row("b"), mapper, rows(mapping)))).isEqualTo("DELETE a");
    assertThat(text(replayed.next(row("b"), mapper, rows(mapping)))).isEqualTo("UPSERT b");
    assertThat(text(replayed.next(row("b"), mapper, rows(mapping)))).isEqualTo("nothing");
  }

  @Test
  void aRowThatStillCannotBeMappedIsLeft() throws SQLException {
    MappingConfig mapping = mapping(OnDelete.ARCHIVE, "code");
    ReplayedRecord replayed = new ReplayedRecord(letter(LETTER.formatted(false)), mapping);

    assertThat(replayed.next(row(null), MAPPER.apply(mapping), rows(mapping))).isNull();
    assertThat(report(replayed))
        .containsExactly(
            "1 dead letter: 0 replayed, 0 superseded, 1 not delivered.",
            "  letters:1: contacts of a row of shop.customers: still cannot be mapped: mapping of"
                + " shop.customers: `code` is null; expected the record's id, of type VARCHAR");
  }

  private static List<String> report(ReplayedRecord replayed) {
    ReplayReport report = new ReplayReport();
    replayed.tell(report);
    return report.lines();
  }

  /** What is delivered at each look, at which the row has these codes. */
  private static List<String> replay(OnDelete onDelete, String... codes) throws SQLException {
    MappingConfig mapping = mapping(onDelete, "code");
    ReplayedRecord replayed = new ReplayedRecord(letter(LETTER.formatted(false)), mapping);
    RowMapper mapper = MAPPER.apply(mapping);
    List<String> delivered = new ArrayList<>();
    for (String code : codes) {
      delivered.add(text(replayed.next(row(code), mapper, rows(mapping))));
    }
    return delivered;
  }

  private static MappingConfig mapping(OnDelete onDelete, String id) {
    return new MappingConfig(
        "mysql",
        SCHEMA.table(),
        "contacts",
        "code",
        null,
        Map.of("code", id),
        onDelete,
        null,
        Map.of());
  }

  private static StoredLetter letter(String json) {
    return new StoredLetter("letters:1", DeadLetter.parse(json));
  }

  /** Looks in a table that has these rows beside the letter's. */
  private static OtherRows rows(MappingConfig mapping, ChangeEvent... others) {
    RowReader reader =
        new RowReader() {
          @Override
          public Map<RowKey, ChangeEvent> read(Collection<RowKey> keys) {
            throw new UnsupportedOperationException();
          }

          @Override
          public List<ChangeEvent> find(TableId table, String column, String value) {
            return Stream.of(others).filter(row -> value.equals(row.after().value(1))).toList();
          }

          @Override
          public SourcePosition logEnd() {
            throw new UnsupportedOperationException();
          }

          @Override
          public void close() {}
        };
    return new OtherRows(List.of(mapping), "mysql", reader, MAPPER.apply(mapping));
  }

  private static String text(CrmRecord record) {
    return record == null ? "nothing" : record.action() + " " + record.externalId();
  }

  private static ChangeEvent gone() {
    return new ChangeEvent(
        Operation.DELETE, row(null).after(), null, SourcePosition.lsn(1), 1, false);
  }

  static ChangeEvent row(String code) {
    Row row =
        new Row() {
          @Override
          public TableSchema schema() {
            return SCHEMA;
          }

          @Override
          public Object value(int column) {
            return column == 0 ? (Object) 1L : code;
          }
        };
    return new ChangeEvent(Operation.INSERT, null, row, SourcePosition.lsn(1), 1, false);
  }
}
