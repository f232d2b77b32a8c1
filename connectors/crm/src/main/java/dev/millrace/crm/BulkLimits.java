package dev.millrace.crm;

/** When and how large calls in bulk are, for a CRM that takes a snapshot in bulk. */
public final class BulkLimits {

  private final int minRecords;
  private final int maxRecords;
  private final long maxBytes;

  /**
   * @param minRecords snapshot records that have to wait before a call in bulk is worth while
   * @param maxRecords most records of such a call
   * @param maxBytes most bytes of its body, by the estimate that {@link CrmConnector#maxBytes} is
   *     held against
   */
  public BulkLimits(int minRecords, int maxRecords, long maxBytes) {
    if (minRecords < 1 || maxRecords < minRecords || maxBytes < 1) {
      throw new IllegalArgumentException(
          "bulk calls of " + minRecords + " to " + maxRecords + " records, " + maxBytes + " bytes");
    }
    this.minRecords = minRecords;
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
  }

  public int minRecords() {
    return minRecords;
  }

  public int maxRecords() {
    return maxRecords;
  }

  public long maxBytes() {
    return maxBytes;
  }
}
