package dev.millrace.crm;

import dev.millrace.check.Fault;
import java.io.IOException;
import java.util.List;

/**
 * One CRM: builds a call for a batch and reads its answers into per-record outcomes. Holds no
 * order, no retry and no limit of its own. Used by one thread.
 */
public interface CrmConnector {

  /** Most records one call may carry. */
  int maxRecords(RecordType type, Action action);

  /**
   * Most records one call may carry when the day's calls run short: at least {@link #maxRecords}. A
   * larger call takes longer, and more of its time is lost when it fails.
   */
  default int maxRecordsWhenShort(RecordType type, Action action) {
    return maxRecords(type, action);
  }

  /**
   * Most bytes one call's body should have; a batch is closed before an estimate of it passes this.
   */
  int maxBytes(RecordType type, Action action);

  /**
   * The external id as the CRM compares it: two ids with the same key are the same record (HubSpot
   * e-mails and Salesforce keys: case-insensitive).
   */
  String key(RecordType type, String externalId);

  CrmCall call(Batch batch);

  /**
   * How the records that a snapshot reads of this type may be sent in bulk; null when they may not,
   * as by default. A call in bulk is an ordinary {@link Batch} of UPSERTs for which {@link
   * Batch#bulk} holds, however far above {@link #maxRecords}; there is at most one at a time a
   * type. Changes from the log are never part of one, and where a record's bulk row is in flight
   * wait until it is dealt with.
   */
  default BulkLimits bulk(RecordType type) {
    return null;
  }

  /**
   * The limits that the CRM publishes for the account's plan, as configured; empty when it has none
   * or none is known before an answer tells. At most one daily; of those of bursts, of which each
   * holds, answers that name no window tell of the first.
   */
  default List<CallLimit> limits() {
    return List.of();
  }

  /** Whether answers tell of limits: then the first call is made alone, for what it tells. */
  default boolean tellsLimits() {
    return false;
  }

  /**
   * A request whose answer tells of the limits and changes nothing, to be made once before the
   * first call; null where there is none, as by default. It is a call too, for the limits.
   */
  default CrmRequest limitsQuestion() {
    return null;
  }

  /**
   * Reads what an answer's headers tell of the limits, of any answer, whatever its status. Tells
   * nothing by default.
   */
  default void readLimits(CrmResponse response, ToldLimits told) {}

  /**
   * What the CRM's support finds this answer by (HubSpot: {@code X-HubSpot-Correlation-Id}), for
   * messages; empty when the CRM gives nothing of the kind.
   */
  default String correlation(CrmResponse response) {
    return "";
  }

  /**
   * Asks the CRM whether what is configured can work: token accepted, objects and fields there, id
   * field unique. All faults at once, empty when all is well.
   *
   * @throws IOException when the CRM cannot be asked
   */
  List<Fault> check(List<RecordType> types, Exchange exchange) throws IOException;

  /** Sends one request and waits for its answer; for {@link #check} only. */
  interface Exchange {
    CrmResponse send(CrmRequest request) throws IOException;
  }
}
