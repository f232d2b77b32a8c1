package dev.millrace.job.mapping;

import dev.millrace.change.TableSchema;
import dev.millrace.check.Fault;
import dev.millrace.job.config.MappingConfig;
import dev.millrace.job.config.OnDelete;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tells what is wrong with a mapping before any row is read. */
public final class MappingCheck {

  private MappingCheck() {}

  /**
   * Compiles filter and fields for the table as it is now.
   *
   * @return a fault for each expression that names an unknown column or function or has types that
   *     do not fit; empty when the mapping can run
   */
  public static List<Fault> check(MappingConfig mapping, TableSchema schema) {
    List<Fault> faults = new ArrayList<>();
    MappingPlan.compile(mapping, schema, faults);
    return faults;
  }

  /**
   * What a mapping cannot do on a table whose log holds no more than the primary key of a row
   * before its change: a Postgres table without {@code REPLICA IDENTITY FULL}. MySQL's log, of full
   * row images, always holds the row.
   *
   * @return the fault to tell for such a table; empty when the key is enough, or when {@link
   *     #check} finds faults
   */
  public static Optional<Fault> keyIsNotEnough(MappingConfig mapping, TableSchema schema) {
    MappingPlan plan = MappingPlan.compile(mapping, schema, new ArrayList<>());
    if (plan == null) {
      return Optional.empty();
    }
    String mend = "ALTER TABLE " + schema.table() + " REPLICA IDENTITY FULL;";
    if (!plan.idIsOfKey() && plan.onDelete() != OnDelete.Kind.IGNORE) {
      return Optional.of(
          new Fault(
              mapping.where("fields." + mapping.id()),
              "the id `"
                  + plan.id().text()
                  + "` uses columns other than the primary key "
                  + schema.primaryKey()
                  + ", which the log does not hold for a deleted row",
              "an id made of the primary key, or whole rows in the log",
              mend));
    }
    if (plan.hasFilter() && plan.onDelete() == OnDelete.Kind.SET) {
      return Optional.of(
          new Fault(
              mapping.where("on-delete"),
              "the log does not tell whether a row fulfilled the filter before its change, and"
                  + " 'set' would create records for rows that did not",
              "on-delete: archive or ignore, or whole rows in the log",
              mend));
    }
    for (int i = 0; i < plan.parents().length; i++) {
      if (!plan.isOfKey(plan.parents()[i])) {
        return Optional.of(
            new Fault(
                mapping.where(mapping.associations().get(i).byKey()),
                "the log does not hold which parent a row had before its change, whose association"
                    + " would stay",
                "whole rows in the log",
                mend));
      }
    }
    return Optional.empty();
  }

  /**
   * What happens to a mapping with a filter when the log leaves large values out of an UPDATE that
   * does not change them. Without a filter nothing does: the CRM has the value already.
   *
   * @param leftOut the columns that the log may leave out
   * @return a sentence for the user, which also says what mends it; empty when nothing happens
   */
  public static Optional<String> leftOut(
      MappingConfig mapping, TableSchema schema, Set<String> leftOut) {
    MappingPlan plan = MappingPlan.compile(mapping, schema, new ArrayList<>());
    if (plan == null || !plan.hasFilter()) {
      return Optional.empty();
    }
    List<String> used =
        IntStream.of(plan.columns())
            .mapToObj(column -> schema.columns().get(column).name())
            .filter(leftOut::contains)
            .filter(column -> !schema.primaryKey().contains(column))
            .collect(Collectors.toList());
    return used.isEmpty()
        ? Optional.empty()
        : Optional.of(
            mapping.where("filter")
                + ": the log leaves large values of "
                + used
                + " out of an UPDATE that does not change them. A row that such an UPDATE brings into"
                + " the filter becomes a record without them, and a filter that uses them cannot be"
                + " decided; ALTER TABLE "
                + schema.table()
                + " REPLICA IDENTITY FULL; mends it");
  }
}
