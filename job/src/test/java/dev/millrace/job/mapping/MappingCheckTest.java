package dev.millrace.job.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ColumnType.Kind;
import dev.millrace.check.Fault;
import dev.millrace.crm.Association;
import dev.millrace.job.config.AssociateConfig;
import dev.millrace.job.config.MappingConfig;
import dev.millrace.job.config.OnDelete;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MappingCheckTest {

  private final TestTable table =
      new TestTable("id", Kind.BIGINT, "email", Kind.STRING, "photo", Kind.BYTES);

  @Test
  void tellsAllFaultsWithTheirPlaces() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("ext_id", "photo");
    fields.put("email", "LOWER(emial)");
    fields.put("name", "NAME_OF(email)");
    assertThat(MappingCheck.check(mapping(fields, "email", OnDelete.ARCHIVE), table.schema()))
        .extracting(Fault::toString)
        .containsExactly(
            "shop.yaml:5 filter: `email` is of type VARCHAR; expected a condition (BOOLEAN)",
            "shop.yaml:6 ext_id: the id `photo` is of type VARBINARY; expected text, a number or a"
                + " time",
            "shop.yaml:7 email: `LOWER(emial)` names the column 'emial'; expected a column of"
                + " shop.customers: email, id, photo",
            "shop.yaml:4: `NAME_OF(email)` calls NAME_OF(<CHARACTER>); expected a function of the"
                + " Flink CDC transform dialect that takes these types");
  }

  @Test
  void refusesAnIdThatIsNotOfTheRow() {
    assertThat(
            MappingCheck.check(
                mapping(Map.of("ext_id", "UUID()"), null, OnDelete.ARCHIVE), table.schema()))
        .extracting(Fault::found)
        .containsExactly("the id `UUID()` is not made of the row's columns alone");
  }

  @Test
  void tellsWhereTheKeyIsNotEnough() {
    String mend = "ALTER TABLE shop.customers REPLICA IDENTITY FULL;";
    MappingConfig byEmail = mapping(Map.of("ext_id", "email"), null, OnDelete.ARCHIVE);
    assertThat(MappingCheck.keyIsNotEnough(byEmail, table.schema()))
        .hasValueSatisfying(fault -> assertThat(fault.mend()).isEqualTo(mend));
    OnDelete set = OnDelete.set(Map.of("status", "gone"));
    MappingConfig filtered = mapping(Map.of("ext_id", "id"), "email <> ''", set);
    assertThat(MappingCheck.keyIsNotEnough(filtered, table.schema()))
        .hasValueSatisfying(fault -> assertThat(fault.mend()).isEqualTo(mend));
  }

  @Test
  void isContentWithTheKeyWhereItIsEnough() {
    Map<String, String> byKey = Map.of("ext_id", "CAST(id AS VARCHAR)");
    assertThat(
            MappingCheck.keyIsNotEnough(
                mapping(byKey, "email <> ''", OnDelete.ARCHIVE), table.schema()))
        .isEmpty();
    assertThat(
            MappingCheck.keyIsNotEnough(
                mapping(Map.of("ext_id", "email"), null, OnDelete.IGNORE), table.schema()))
        .isEmpty();
  }

  @Test
  void tellsWhatIsWrongWithAnAssociation() {
    assertThat(MappingCheck.check(associating("photo"), table.schema()))
        .extracting(Fault::toString)
        .containsExactly(
            "shop.yaml:9 by: the parent's id `photo` is of type VARBINARY; expected text, a number"
                + " or a time");
    assertThat(MappingCheck.check(associating("LOWER(emial)"), table.schema())).hasSize(1);
    assertThat(MappingCheck.keyIsNotEnough(associating("email"), table.schema()))
        .hasValueSatisfying(
            fault ->
                assertThat(fault)
                    .hasToString(
                        "shop.yaml:9 by: the log does not hold which parent a row had before its"
                            + " change, whose association would stay; expected whole rows in the"
                            + " log; mend: ALTER TABLE shop.customers REPLICA IDENTITY FULL;"));
    assertThat(MappingCheck.keyIsNotEnough(associating("id"), table.schema())).isEmpty();
  }

  private MappingConfig associating(String by) {
    return new MappingConfig(
        "postgres",
        table.schema().table(),
        "contacts",
        "ext_id",
        null,
        Map.of("ext_id", "id"),
        OnDelete.ARCHIVE,
        null,
        Map.of("associate.0.by", "shop.yaml:9 by"),
        List.of(new AssociateConfig(new Association("companies", "ext_id"), by, "associate.0")));
  }

  @Test
  void tellsWhatAFilteredMappingLacksWhenTheLogLeavesColumnsOut() {
    Map<String, String> fields = Map.of("ext_id", "CAST(id AS VARCHAR)", "email", "LOWER(email)");
    MappingConfig filtered = mapping(fields, "email <> ''", OnDelete.ARCHIVE);
    assertThat(MappingCheck.leftOut(filtered, table.schema(), Set.of("id", "email", "other")))
        .hasValueSatisfying(
            note ->
                assertThat(note)
                    .startsWith("shop.yaml:5 filter: the log leaves large values of [email] out")
                    .endsWith("ALTER TABLE shop.customers REPLICA IDENTITY FULL; mends it"));
    assertThat(MappingCheck.leftOut(filtered, table.schema(), Set.of("other"))).isEmpty();
    MappingConfig whole = mapping(fields, null, OnDelete.ARCHIVE);
    assertThat(MappingCheck.leftOut(whole, table.schema(), Set.of("email"))).isEmpty();
  }

  private MappingConfig mapping(Map<String, String> fields, String filter, OnDelete onDelete) {
    return new MappingConfig(
        "postgres",
        table.schema().table(),
        "contacts",
        "ext_id",
        filter,
        fields,
        onDelete,
        null,
        Map.of(
            "",
            "shop.yaml:4",
            "filter",
            "shop.yaml:5 filter",
            "fields.ext_id",
            "shop.yaml:6 ext_id",
            "fields.email",
            "shop.yaml:7 email"));
  }
}
