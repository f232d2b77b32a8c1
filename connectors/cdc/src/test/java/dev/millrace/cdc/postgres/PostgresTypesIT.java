package dev.millrace.cdc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cdc.RowReader;
import dev.millrace.cdc.check.SourceCheck;
import dev.millrace.change.ChangeEvent;
import dev.millrace.change.Operation;
import dev.millrace.change.Row;
import dev.millrace.change.RowKey;
import dev.millrace.change.SourcePosition;
import dev.millrace.change.TableId;
import dev.millrace.change.TableSchema;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the values of a row look like, whichever way they come. */
class PostgresTypesIT {

  private static Postgres postgres;

  @BeforeAll
  static void start() throws Exception {
    postgres = new Postgres();
  }

  @AfterAll
  static void stop() throws Exception {
    postgres.close();
  }

  @Test
  void everyTypeArrivesTheSameFromTheTableAndFromTheLog() throws Exception {
    postgres.run(EveryType.create("public.every"));
    postgres.run(EveryType.insertFull("public.every", 1), EveryType.insertEmpty("public.every", 2));
    try (RunningJob job = RunningJob.start(postgres.source("public.every"))) {
      Map<Object, List<String>> snapshot = byKey(job.next(2));
      assertThat(snapshot.get(1L)).containsExactlyElementsOf(EveryType.full(1));
      assertThat(snapshot.get(2L)).containsExactlyElementsOf(EveryType.empty(2));

      postgres.run(
          EveryType.insertFull("public.every", 3), EveryType.insertEmpty("public.every", 4));
      Map<Object, List<String>> log = byKey(job.next(2));
      assertThat(log.get(3L)).containsExactlyElementsOf(EveryType.full(3));
      assertThat(log.get(4L)).containsExactlyElementsOf(EveryType.empty(4));
      postgres.run(EveryType.insertEmpty("public.every", 5));
      TableSchema schema = job.next(1).get(0).schema();
      assertThat(SourceCheck.schemas(postgres.options(), Postgres.tables("public.every")))
          .containsExactly(Map.entry(TableId.parse("public.every"), schema));
      assertReadsTheSame(schema);
    }
  }

  /** The rows as they are in the table, by their keys. */
  private static void assertReadsTheSame(TableSchema schema) throws SQLException {
    List<RowKey> keys =
        Stream.of("4", "3", "77").map(id -> new RowKey(schema.table(), Map.of("id", id))).toList();
    try (RowReader reader = RowReader.open(postgres.options(), Postgres.tables("public.every"))) {
      List<ChangeEvent> read = List.copyOf(reader.read(keys).values());
      assertThat(EveryType.seen(read.get(0))).containsExactlyElementsOf(EveryType.empty(4));
      assertThat(EveryType.seen(read.get(1))).containsExactlyElementsOf(EveryType.full(3));
      assertThat(read.get(2).operation()).isEqualTo(Operation.DELETE);
      assertThat(read.get(2).before().value(0)).isEqualTo(77L);
      assertThat(read).extracting(ChangeEvent::schema).containsOnly(schema);
      assertThat(read.get(0).position())
          .isGreaterThan(SourcePosition.SNAPSHOT)
          .isLessThanOrEqualTo(reader.logEnd());
    }
  }

  @Test
  void rowsAreFoundByTheirWholeKeyAndByEachColumnOfWhateverType() throws Exception {
    postgres.run(
        "CREATE TYPE colour AS ENUM ('red', 'blue')",
        "CREATE TABLE public.\"Keys\" (a uuid, b numeric(20,4), c timestamptz, d bytea, e colour, f text, v int,"
            + " PRIMARY KEY (f, a, b, c, d, e))",
        "INSERT INTO public.\"Keys\" SELECT '6f9619ff-8b86-d011-b42d-00c04fc964ff', 1.5,"
            + " '2026-03-29 02:30:00.000001Z', '\\x00ff01', 'blue', f, 1 FROM unnest(ARRAY['O''Neil', 'x']) f");
    List<TableId> tables = Postgres.tables("public.Keys");
    try (RunningJob job = RunningJob.start(postgres.source("public.Keys"));
        RowReader reader = RowReader.open(postgres.options(), tables)) {
      List<RowKey> keys = new ArrayList<>();
      for (ChangeEvent change : job.next(2)) {
        keys.add(RowKey.of(change.schema(), change.schema().primaryKeyOf(change.after())));
      }
      postgres.run("DELETE FROM public.\"Keys\" WHERE f = 'x'");
      assertThat(reader.read(keys).values())
          .extracting(ChangeEvent::operation)
          .containsExactlyInAnyOrder(Operation.INSERT, Operation.DELETE);
      postgres.run("UPDATE public.\"Keys\" SET v = 3");
      assertThat(reader.read(keys).values())
          .filteredOn(change -> change.operation() == Operation.INSERT)
          .extracting(change -> change.after().value(6))
          .containsExactly(3);
      RowKey left =
          keys.stream().filter(key -> key.columns().containsValue("O'Neil")).findFirst().get();
      for (Map.Entry<String, String> column : left.columns().entrySet()) {
        assertThat(reader.find(tables.get(0), column.getKey(), column.getValue()))
            .as(column.getKey())
            .extracting(change -> change.after().value(6))
            .containsExactly(3);
      }
      assertThat(reader.find(tables.get(0), "v", "2")).isEmpty();
    }
  }

  @Test
  void whatTheLogLeavesOutIsUnchanged() throws Exception {
    String big = "(SELECT string_agg(md5(g::text), '') FROM generate_series(1, 3000) g)";
    postgres.run(
        "CREATE TABLE public.big (id int PRIMARY KEY, n int NOT NULL, te text NOT NULL, vc varchar,"
            + " ba bytea, js json, jb jsonb, xm xml, at text[], an numeric[], tsv tsvector)",
        "INSERT INTO public.big SELECT 1, 1, s, s, s::bytea, to_json(s), to_jsonb(s),"
            + " ('<a>' || s || '</a>')::xml, ARRAY[s],"
            + " (SELECT array_agg(g * 1.5) FROM generate_series(1, 9000) g),"
            + " (SELECT array_to_tsvector(array_agg(md5(g::text))) FROM generate_series(1, 3000) g)"
            + " FROM (SELECT "
            + big
            + " s) x");
    try (RunningJob job = RunningJob.start(postgres.source("public.big"))) {
      assertThat(values(job.next(1).get(0).after())).doesNotContainValue("UNCHANGED");
      postgres.run("UPDATE public.big SET n = 2");
      Map<String, String> updated = values(job.next(1).get(0).after());
      assertThat(updated)
          .containsEntry("id", "Integer 1")
          .containsEntry("n", "Integer 2")
          .hasSize(11);
      updated.keySet().removeAll(List.of("id", "n"));
      assertThat(updated).allSatisfy((column, value) -> assertThat(value).isEqualTo("UNCHANGED"));
    }
  }

  @Test
  void beforeImagesHoldWhatTheLogHolds() throws Exception {
    postgres.run(
        "CREATE TABLE public.keyed (id int PRIMARY KEY, a int NOT NULL DEFAULT 7, b text)",
        "CREATE TABLE public.whole (id int PRIMARY KEY, a int NOT NULL DEFAULT 7, b text)",
        "ALTER TABLE public.whole REPLICA IDENTITY FULL",
        "INSERT INTO public.keyed VALUES (0, 0, '')");
    try (RunningJob job = RunningJob.start(postgres.source("public.keyed", "public.whole"))) {
      job.next(1);
      for (String table : List.of("keyed", "whole")) {
        postgres.run(
            "INSERT INTO " + table + " VALUES (1, 2, NULL)",
            "UPDATE " + table + " SET a = 3 WHERE id = 1",
            "UPDATE " + table + " SET id = 4 WHERE id = 1",
            "DELETE FROM " + table + " WHERE id = 4");
      }
      assertThat(job.next(10).stream().map(PostgresTypesIT::images))
          .containsExactly(
              "INSERT public.keyed null -> {a=Integer 2, b=null, id=Integer 1}",
              "UPDATE public.keyed null -> {a=Integer 3, b=null, id=Integer 1}",
              // Debezium tells a changed key as a delete of the old and an insert of the new.
              "DELETE public.keyed {a=UNCHANGED, b=UNCHANGED, id=Integer 1} -> null",
              "INSERT public.keyed null -> {a=Integer 3, b=null, id=Integer 4}",
              "DELETE public.keyed {a=UNCHANGED, b=UNCHANGED, id=Integer 4} -> null",
              "INSERT public.whole null -> {a=Integer 2, b=null, id=Integer 1}",
              "UPDATE public.whole {a=Integer 2, b=null, id=Integer 1}"
                  + " -> {a=Integer 3, b=null, id=Integer 1}",
              "DELETE public.whole {a=Integer 3, b=null, id=Integer 1} -> null",
              "INSERT public.whole null -> {a=Integer 3, b=null, id=Integer 4}",
              "DELETE public.whole {a=Integer 3, b=null, id=Integer 4} -> null");
    }
  }

  private static Map<Object, List<String>> byKey(List<ChangeEvent> changes) {
    Map<Object, List<String>> rows = new TreeMap<>();
    for (ChangeEvent change : changes) {
      assertThat(change.operation()).isEqualTo(Operation.INSERT);
      rows.put(change.after().value(0), new ArrayList<>(EveryType.seen(change)));
    }
    return rows;
  }

  private static String images(ChangeEvent change) {
    return change.operation()
        + " "
        + change.table()
        + " "
        + (change.before() == null ? null : values(change.before()))
        + " -> "
        + (change.after() == null ? null : values(change.after()));
  }

  private static Map<String, String> values(Row row) {
    Map<String, String> values = new TreeMap<>();
    for (int i = 0; i < row.schema().columns().size(); i++) {
      values.put(row.schema().columns().get(i).name(), EveryType.value(row.value(i)));
    }
    return values;
  }
}
