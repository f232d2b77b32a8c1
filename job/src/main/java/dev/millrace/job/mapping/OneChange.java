package dev.millrace.job.mapping;

import dev.millrace.crm.CrmRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.util.Collector;

/**
 * What several mappings of one table make of one change. Removals go first, and not at all where
 * another mapping writes the same record: with mappings of complementary filters a row changes from
 * one to the other and its record stays.
 */
final class OneChange {

  private final List<CrmRecord> removals = new ArrayList<>();
  private final List<CrmRecord> upserts = new ArrayList<>();
  private final Collector<CrmRecord> toRemovals = new Into(removals);
  private final Collector<CrmRecord> toUpserts = new Into(upserts);

  Collector<CrmRecord> removals() {
    return toRemovals;
  }

  Collector<CrmRecord> upserts() {
    return toUpserts;
  }

  /** Hands everything on and is empty again. */
  void flush(Collector<CrmRecord> out) {
    for (CrmRecord removal : removals) {
      if (upserts.stream().noneMatch(upsert -> same(upsert, removal))) {
        out.collect(removal);
      }
    }
    upserts.forEach(out::collect);
    removals.clear();
    upserts.clear();
  }

  private static boolean same(CrmRecord a, CrmRecord b) {
    return b.externalId().equals(a.externalId())
        && a.type().object().equals(b.type().object())
        && a.type().idField().equals(b.type().idField());
  }

  private static final class Into implements Collector<CrmRecord> {

    private final List<CrmRecord> list;

    Into(List<CrmRecord> list) {
      this.list = list;
    }

    @Override
    public void collect(CrmRecord record) {
      list.add(record);
    }

    @Override
    public void close() {}
  }
}
