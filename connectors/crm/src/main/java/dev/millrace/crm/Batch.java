package dev.millrace.crm;

import java.util.List;

/** The records of one call: one type, one action, each external id once. */
public final class Batch {

  private final RecordType type;
  private final Action action;
  private final List<CrmRecord> records;
  private final boolean bulk;

  /** The list is kept, not copied; its maker lets go of it. */
  public Batch(RecordType type, Action action, List<CrmRecord> records) {
    this(type, action, records, false);
  }

  /** See {@link CrmConnector#bulk}. */
  public Batch(RecordType type, Action action, List<CrmRecord> records, boolean bulk) {
    if (records.isEmpty()) {
      throw new IllegalArgumentException("a batch has at least one record");
    }
    this.type = type;
    this.action = action;
    this.records = records;
    this.bulk = bulk;
  }

  public RecordType type() {
    return type;
  }

  public Action action() {
    return action;
  }

  public List<CrmRecord> records() {
    return records;
  }

  /** Whether the call is to be made in bulk. */
  public boolean bulk() {
    return bulk;
  }

  public int size() {
    return records.size();
  }

  @Override
  public String toString() {
    return action + " of " + records.size() + ' ' + type.object();
  }
}
