package dev.millrace.cdc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cdc.check.SourceCheck;
import dev.millrace.change.ChangeEvent;
import dev.millrace.change.Operation;
import dev.millrace.change.Row;
import dev.millrace.change.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
      assertThat(SourceCheck.schemas(postgres.options(), Postgres.tables("public.every")))
          .containsExactly(Map.entry(TableId.parse("public.every"), job.next(1).get(0).schema()));
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
