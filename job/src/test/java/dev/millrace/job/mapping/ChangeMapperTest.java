package dev.millrace.job.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.change.ChangeEvent;
import dev.millrace.change.ColumnType.Kind;
import dev.millrace.change.Row;
import dev.millrace.crm.Action;
import dev.millrace.crm.Association;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.Link;
import dev.millrace.job.config.AssociateConfig;
import dev.millrace.job.config.MappingConfig;
import dev.millrace.job.config.OnDelete;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.junit.jupiter.api.Test;

class ChangeMapperTest {

  private static final String FULL = "ALTER TABLE shop.customers REPLICA IDENTITY FULL";
  private static final Object TOAST = Row.UNCHANGED;

  private final TestTable table =
      new TestTable(
          "id", Kind.BIGINT, "email", Kind.STRING, "status", Kind.STRING, "seen", Kind.BIGINT);

  private final Map<String, Counter> counters = new TreeMap<>();

  @Test
  void insertsWhatFulfilsTheFilter() {
    assertThat(
            outcomes(
                List.of(mapping("id", "status <> 'draft'", OnDelete.ARCHIVE)),
                table.insert(table.row(1L, "A@x", "active", 0L)),
                table.insert(table.row(2L, "B@x", "draft", 0L)),
                table.insert(table.row(3L, null, "active", 0L))))
        .containsExactly(
            "UPSERT contacts 1 {ext_id=1, email=a@x, status=active}",
            "UPSERT contacts 3 {ext_id=3, email=null, status=active}");
    assertThat(counts()).isEqualTo("changes=3 filtered=1 mapped=2 skipped=0");
  }

  @Test
  void anUpdateThatLeavesTheFilterRemovesTheRecord() {
    assertThat(
            outcomes(
                List.of(mapping("id", "status <> 'draft'", OnDelete.ARCHIVE)),
                table.update(table.row(1L, "A", "active", 0L), table.row(1L, "A", "draft", 0L)),
                table.update(table.row(2L, "B", "draft", 0L), table.row(2L, "C", "draft", 0L)),
                table.update(table.row(3L, "D", "draft", 0L), table.row(3L, "D", "active", 0L))))
        .containsExactly(
            "DELETE contacts 1", "UPSERT contacts 3 {ext_id=3, email=d, status=active}");
  }

  @Test
  void anUpdateWithoutARowBeforeMayHaveLeftTheFilter() {
    assertThat(
            outcomes(
                List.of(mapping("id", "status <> 'draft'", OnDelete.ARCHIVE)),
                table.update(null, table.row(1L, "A", "draft", 0L)),
                table.update(null, table.row(2L, "B", "active", 0L))))
        .containsExactly(
            "DELETE contacts 1", "UPSERT contacts 2 {ext_id=2, email=b, status=active}");
  }

  @Test
  void anUpdateOfOtherColumnsIsSkipped() {
    assertThat(
            outcomes(
                List.of(mapping("id", null, OnDelete.ARCHIVE)),
                table.update(table.row(1L, "A", "x", 0L), table.row(1L, "A", "x", 9L)),
                table.update(table.row(1L, "A", "x", 9L), table.row(1L, "B", "x", 9L)),
                table.update(null, table.row(1L, "B", "x", 9L))))
        .containsExactly(
            "UPSERT contacts 1 {ext_id=1, email=b, status=x}",
            "UPSERT contacts 1 {ext_id=1, email=b, status=x}");
    assertThat(counts()).isEqualTo("changes=3 filtered=0 mapped=2 skipped=1");
  }

  @Test
  void anUpdateIsNotSkippedWhereEqualRowsGiveDifferentResults() {
    Map<String, String> fields = Map.of("ext_id", "id", "checked", "IF(NOW() IS NULL, 0, 1)");
    Row row = table.row(1L, "A", "x", 0L);
    assertThat(
            outcomes(
                List.of(mapping("contacts", fields, null, OnDelete.ARCHIVE)),
                table.update(row, row)))
        .hasSize(1);
  }

  @Test
  void aDeleteRemovesTheRecord() {
    Row key = table.row(2L, TOAST, TOAST, TOAST);
    assertThat(
            outcomes(
                List.of(mapping("id", "status <> 'draft'", OnDelete.ARCHIVE)),
                table.delete(table.row(1L, "A", "active", 0L)),
                table.delete(key),
                table.delete(table.row(3L, "A", "draft", 0L))))
        .containsExactly("DELETE contacts 1", "DELETE contacts 2");
  }

  @Test
  void aDeleteKeepsItsRowsParentAsOtherChangesDo() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("ext_id", "id");
    fields.put("Account.Ext_Id__c", "email");
    MappingConfig mapping =
        new MappingConfig(
            "mysql",
            table.schema().table(),
            "Contact",
            "ext_id",
            null,
            fields,
            OnDelete.ARCHIVE,
            "Account.Ext_Id__c",
            Map.of());
    assertThat(
            records(
                List.of(mapping),
                table.insert(table.row(1L, "A", "active", 0L)),
                table.update(table.row(1L, "A", "active", 0L), table.row(1L, "B", "active", 0L)),
                table.delete(table.row(1L, "B", "active", 0L)),
                table.delete(table.row(2L, TOAST, TOAST, TOAST))))
        .extracting(CrmRecord::parent)
        .containsExactly("A", "B", "B", null);
  }

  @Test
  void aRecordIsLinkedToItsParentWhenThatChanges() {
    assertThat(
            links(
                associating(null, "seen"),
                table.insert(table.row(1L, "A", "x", 7L)),
                table.insert(table.row(2L, "A", "x", null)),
                table.update(table.row(1L, "A", "x", 7L), table.row(1L, "B", "x", 7L)),
                table.update(table.row(1L, "B", "x", 7L), table.row(1L, "B", "x", 8L)),
                table.update(table.row(1L, "B", "x", 8L), table.row(1L, "B", "x", null)),
                table.update(table.row(1L, "B", "x", null), table.row(1L, "B", "x", 9L))))
        .containsExactly(link("7"), link(null), null, link("8", "7"), link(null, "8"), link("9"));
  }

  @Test
  void aRecordThatIsNewToTheCrmIsLinkedThoughItsParentIsTheSame() {
    assertThat(
            links(
                associating("status <> 'draft'", "seen"),
                table.update(table.row(1L, "A", "draft", 7L), table.row(1L, "A", "x", 7L)),
                table.update(table.row(1L, "A", "draft", 7L), table.row(1L, "A", "x", 8L)),
                table.update(table.row(1L, "A", "x", 7L), table.row(2L, "A", "x", 7L))))
        .containsExactly(link("7"), link("8", "7"), link("7"));
  }

  @Test
  void aRecordWhoseRowCouldNotBeMappedBeforeIsLinkedThoughItsParentIsTheSame() {
    MappingConfig mapping = associating("CAST(email AS TIMESTAMP) IS NOT NULL", "seen");
    Row bad = table.row(1L, "secret", "x", 7L);
    Row good = table.row(1L, "2026-01-02 03:04:05", "x", 7L);
    assertThat(links(mapping, table.update(bad, good))).containsExactly(link("7"));
  }

  @Test
  void withoutTheRowBeforeOnlyAParentOfTheKeyIsKnownToBeTheSame() {
    assertThat(links(associating(null, "seen"), table.update(null, table.row(1L, "A", "x", 7L))))
        .containsExactly(link("7"));
    assertThat(
            links(
                associating(null, "CONCAT('C', CAST(id AS VARCHAR))"),
                table.update(null, table.row(1L, "A", "x", 7L)),
                table.insert(table.row(1L, "A", "x", 7L))))
        .containsExactly(null, link("C1"));
    assertThat(links(associating(null, "seen"), table.update(null, table.row(1L, "A", "x", TOAST))))
        .containsExactly((Link) null);
  }

  private MappingConfig associating(String filter, String by) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("ext_id", "id");
    fields.put("email", "email");
    return new MappingConfig(
        "mysql",
        table.schema().table(),
        "contacts",
        "ext_id",
        filter,
        fields,
        OnDelete.ARCHIVE,
        null,
        Map.of(),
        List.of(new AssociateConfig(new Association("companies", "ext_id"), by, "associate")));
  }

  private List<Link> links(MappingConfig mapping, ChangeEvent... changes) {
    return records(List.of(mapping), changes).stream()
        .filter(record -> record.action() == Action.UPSERT)
        .map(record -> record.link(0))
        .collect(Collectors.toList());
  }

  private static Link link(String parent, String... former) {
    return new Link(parent, List.of(former));
  }

  @Test
  void aDeleteCanBeIgnored() {
    assertThat(
            outcomes(
                List.of(mapping("id", "status <> 'draft'", OnDelete.IGNORE)),
                table.delete(table.row(1L, "A", "active", 0L)),
                table.update(table.row(2L, "B", "active", 0L), table.row(2L, "B", "draft", 0L))))
        .isEmpty();
    assertThat(counts()).isEqualTo("changes=2 filtered=2 mapped=0 skipped=0");
  }

  @Test
  void aDeleteCanSetFields() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("lifecycle", "gone");
    values.put("email", null);
    assertThat(
            outcomes(
                List.of(mapping("id", null, OnDelete.set(values))),
                table.delete(table.row(1L, TOAST, TOAST, TOAST))))
        .containsExactly("UPSERT contacts 1 {ext_id=1, lifecycle=gone, email=null}");
  }

  @Test
  void setDoesNotCreateARecordForARowThatMayNeverHaveBeenIn() {
    List<MappingConfig> mappings =
        List.of(mapping("id", "status <> 'draft'", OnDelete.set(Map.of("lifecycle", "gone"))));
    assertStops(mappings, table.update(null, table.row(1L, "A", "draft", 0L)), FULL);
    assertStops(mappings, table.delete(table.row(1L, TOAST, TOAST, TOAST)), FULL);
  }

  @Test
  void aChangedIdMovesTheRecord() {
    assertThat(
            outcomes(
                List.of(mapping("email", "status <> 'draft'", OnDelete.ARCHIVE)),
                table.update(table.row(1L, "a", "x", 0L), table.row(1L, "b", "x", 0L)),
                table.update(table.row(2L, "c", "draft", 0L), table.row(2L, "d", "x", 0L)),
                table.update(table.row(3L, "e", "x", 0L), table.row(3L, "f", "draft", 0L))))
        .containsExactly(
            "DELETE contacts a",
            "UPSERT contacts b {ext_id=b, email=b, status=x}",
            "UPSERT contacts d {ext_id=d, email=d, status=x}",
            "DELETE contacts e");
  }

  @Test
  void aChangedPrimaryKeyMovesTheRecordThoughTheLogHoldsNoMoreOfTheRowBefore() {
    assertThat(
            outcomes(
                List.of(mapping("id", "status <> 'draft'", OnDelete.ARCHIVE)),
                table.update(table.row(1L, TOAST, TOAST, TOAST), table.row(2L, "A", "x", 0L))))
        .containsExactly("DELETE contacts 1", "UPSERT contacts 2 {ext_id=2, email=a, status=x}");
  }

  @Test
  void anIdThatTheLogDoesNotHoldStopsTheJob() {
    List<MappingConfig> mappings = List.of(mapping("email", null, OnDelete.ARCHIVE));
    assertStops(mappings, table.delete(table.row(1L, TOAST, TOAST, TOAST)), FULL);
    assertStops(mappings, table.update(null, table.row(1L, "a", "x", 0L)), FULL);
    assertThat(
            outcomes(
                List.of(mapping("email", null, OnDelete.IGNORE)),
                table.update(null, table.row(1L, "a", "x", 0L))))
        .containsExactly("UPSERT contacts a {ext_id=a, email=a, status=x}");
  }

  @Test
  void aRowWithoutAnIdGivesItsFaultInPlaceOfARecord() {
    List<MappingConfig> mappings = List.of(mapping("email", null, OnDelete.ARCHIVE));
    Row none = table.row(1L, null, "x", 0L);
    Row some = table.row(1L, "a", "x", 0L);
    String isNull =
        "null: NO_EXTERNAL_ID mapping of shop.customers: `email` is null; expected the record's id,"
            + " of type VARCHAR";
    assertThat(
            outcomes(
                mappings,
                table.insert(none),
                table.insert(table.row(1L, "", "x", 0L)),
                table.update(none, table.row(1L, null, "y", 0L)),
                table.update(none, some),
                table.delete(none)))
        .containsExactly(isNull, isNull.replace("is null", "is empty"), isNull, upsert("a", "x"));
    assertThat(counts()).isEqualTo("changes=5 filtered=1 mapped=1 skipped=0");
    assertThat(counters.get("changesUnmappable").getCount()).isEqualTo(3);
  }

  @Test
  void aRecordWhoseRowLosesItsIdStaysAndTheFaultNamesIt() {
    assertThat(
            outcomes(
                List.of(mapping("email", "status <> 'draft'", OnDelete.ARCHIVE)),
                table.update(table.row(1L, "a", "x", 0L), table.row(1L, null, "x", 0L)),
                table.update(table.row(2L, "b", "draft", 0L), table.row(2L, null, "x", 0L))))
        .extracting(text -> text.substring(0, text.indexOf(" mapping")))
        .containsExactly("a: NO_EXTERNAL_ID", "null: NO_EXTERNAL_ID");
  }

  @Test
  void anExpressionThatFailsIsToldWithoutItsValue() {
    List<MappingConfig> mappings = List.of(times("CAST(email AS TIMESTAMP)", null));
    assertThat(outcomes(mappings, table.insert(table.row(1L, "secret", "x", 0L))))
        .containsExactly(
            "1: EXPRESSION_FAILED mapping of shop.customers: `CAST(email AS TIMESTAMP)` failed with"
                + " DateTimeParseException; expected a result of type TIMESTAMP(0)");
  }

  @Test
  void aRowThatIsMendedIsDeliveredWhateverItWasBefore() {
    Row bad = table.row(1L, "secret", "1", 0L);
    Row good = table.row(1L, "2026-01-02 03:04:05", "1", 0L);
    Row moved = table.row(2L, "secret", "1", 0L);
    assertThat(
            outcomes(
                List.of(times("CAST(email AS TIMESTAMP)", "CAST(email AS TIMESTAMP) IS NOT NULL")),
                table.update(bad, good),
                table.update(good, moved),
                table.delete(bad)))
        .extracting(text -> text.replaceFirst(" mapping .*", ""))
        .containsExactly(
            "UPSERT contacts 1 {ext_id=1, at=2026-01-02T03:04:05}",
            "2: EXPRESSION_FAILED",
            "DELETE contacts 1");
  }

  private MappingConfig times(String at, String filter) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("ext_id", "id");
    fields.put("at", at);
    return mapping("contacts", fields, filter, OnDelete.ARCHIVE);
  }

  private static String upsert(String id, String status) {
    return "UPSERT contacts %s {ext_id=%1$s, email=%1$s, status=%s}".formatted(id, status);
  }

  @Test
  void whatTheLogLeftOutIsLeftAsItIs() {
    assertThat(
            outcomes(
                List.of(mapping("id", null, OnDelete.ARCHIVE)),
                table.update(null, table.row(1L, TOAST, "x", 0L))))
        .containsExactly("UPSERT contacts 1 {ext_id=1, email=UNCHANGED, status=x}");
  }

  @Test
  void aRecordThatMayBeNewAndLacksAValueIsCounted() {
    outcomes(
        List.of(mapping("id", "status <> 'draft'", OnDelete.ARCHIVE)),
        table.update(null, table.row(1L, TOAST, "x", 0L)),
        table.update(table.row(1L, TOAST, TOAST, TOAST), table.row(2L, TOAST, "x", 0L)),
        table.update(null, table.row(3L, "a", "x", 0L)));
    assertThat(counters.get("changesMappedInPart").getCount()).isEqualTo(2);
    assertThat(counts()).isEqualTo("changes=3 filtered=0 mapped=3 skipped=0");
  }

  @Test
  void whatTheLogLeftOutIsTakenFromTheRowBefore() {
    assertThat(
            outcomes(
                List.of(mapping("id", "email <> ''", OnDelete.ARCHIVE)),
                table.update(table.row(1L, "A", "x", 0L), table.row(1L, TOAST, "y", 0L)),
                table.update(table.row(2L, "B", "x", 0L), table.row(2L, TOAST, "x", 9L))))
        .containsExactly("UPSERT contacts 1 {ext_id=1, email=a, status=y}");
  }

  @Test
  void aFilterOnWhatTheLogLeftOutStopsTheJob() {
    assertStops(
        List.of(mapping("id", "email <> ''", OnDelete.ARCHIVE)),
        table.update(null, table.row(1L, TOAST, "x", 0L)),
        FULL);
  }

  @Test
  void aRowThatChangesFromOneMappingToAnotherKeepsItsRecord() {
    MappingConfig people = mapping("id", "status = 'person'", OnDelete.ARCHIVE);
    MappingConfig others =
        mapping("contacts", Map.of("ext_id", "id"), "status <> 'person'", OnDelete.ARCHIVE);
    MappingConfig companies =
        mapping("companies", Map.of("ext_id", "id"), "status = 'company'", OnDelete.ARCHIVE);
    assertThat(
            outcomes(
                List.of(people, others, companies),
                table.update(table.row(1L, "A", "person", 0L), table.row(1L, "A", "company", 0L)),
                table.update(table.row(1L, "A", "company", 0L), table.row(1L, "A", "person", 0L)),
                table.delete(table.row(1L, "A", "person", 0L))))
        .containsExactly(
            "UPSERT contacts 1 {ext_id=1}",
            "UPSERT companies 1 {ext_id=1}",
            "DELETE companies 1",
            "UPSERT contacts 1 {ext_id=1, email=a, status=person}",
            "DELETE contacts 1");
  }

  @Test
  void aTableWithoutAMappingIsLeftAlone() {
    TestTable other = new TestTable("id", Kind.BIGINT);
    List<MappingConfig> none = List.of();
    assertThat(outcomes(none, other.insert(other.row(1L)))).isEmpty();
  }

  @Test
  void aTableThatNoLongerFitsStopsTheJob() {
    TestTable altered = new TestTable("id", Kind.BIGINT, "mail", Kind.STRING);
    assertStops(
        List.of(mapping("id", null, OnDelete.ARCHIVE)),
        altered.insert(altered.row(1L, "a")),
        "`LOWER(email)` names the column 'email'; expected a column of shop.customers: mail, id");
  }

  private void assertStops(List<MappingConfig> mappings, ChangeEvent change, String reason) {
    assertThatThrownBy(() -> outcomes(mappings, change))
        .isInstanceOf(SuppressRestartsException.class)
        .cause()
        .isInstanceOf(MappingException.class)
        .hasMessageContaining(reason)
        .hasMessageContaining("shop.customers at 0/16B3748")
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  private MappingConfig mapping(String id, String filter, OnDelete onDelete) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("ext_id", id);
    fields.put("email", "LOWER(email)");
    fields.put("status", "status");
    return mapping("contacts", fields, filter, onDelete);
  }

  private MappingConfig mapping(
      String object, Map<String, String> fields, String filter, OnDelete onDelete) {
    return new MappingConfig(
        "mysql",
        table.schema().table(),
        object,
        "ext_id",
        filter,
        fields,
        onDelete,
        null,
        Map.of());
  }

  private List<String> outcomes(List<MappingConfig> mappings, ChangeEvent... changes) {
    return records(mappings, changes).stream().map(ChangeMapperTest::text).toList();
  }

  private List<CrmRecord> records(List<MappingConfig> mappings, ChangeEvent... changes) {
    ChangeMapper mapper = new ChangeMapper(mappings);
    mapper.open(
        new UnregisteredMetricsGroup() {
          @Override
          public MetricGroup addGroup(String name) {
            return this;
          }

          @Override
          public Counter counter(String name) {
            return counters.computeIfAbsent(name, super::counter);
          }
        });
    List<CrmRecord> records = new ArrayList<>();
    for (ChangeEvent change : changes) {
      mapper.flatMap(change, new ListCollector<>(records));
    }
    return records;
  }

  private String counts() {
    return "changes=%d filtered=%d mapped=%d skipped=%d"
        .formatted(
            counters.get("changes").getCount(),
            counters.get("changesFiltered").getCount(),
            counters.get("changesMapped").getCount(),
            counters.get("changesSkippedUnchanged").getCount());
  }

  private static String text(CrmRecord record) {
    if (record.mappingFault() != null) {
      return record.externalId()
          + ": "
          + record.mappingFault().code()
          + " "
          + record.mappingFault().message();
    }
    String head = record.action() + " " + record.type().object() + " " + record.externalId();
    if (record.action() == Action.DELETE) {
      return head;
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < record.type().fields().size(); i++) {
      values.put(record.type().fields().get(i), record.value(i));
    }
    return head + " " + values;
  }
}
