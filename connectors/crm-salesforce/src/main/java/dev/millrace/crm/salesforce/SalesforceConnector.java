package dev.millrace.crm.salesforce;

import dev.millrace.check.Fault;
import dev.millrace.crm.Action;
import dev.millrace.crm.Batch;
import dev.millrace.crm.BulkLimits;
import dev.millrace.crm.CrmCall;
import dev.millrace.crm.CrmConnector;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.RecordType;
import dev.millrace.crm.ToldLimits;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ReadableConfig;

/** Salesforce by its sObject Collections, Composite and Bulk API 2.0. */
final class SalesforceConnector implements CrmConnector {

  /** Ours: Salesforce takes far more, but a call should be over within seconds. */
  private static final int MAX_BYTES = 2 << 20;

  /** What Salesforce works on at a time; a job may have up to 100 MB. */
  private static final int MAX_BULK_RECORDS = 10_000;

  private static final long MAX_BULK_BYTES = 20L << 20;

  private static final Pattern USAGE = Pattern.compile("(?<![\\w-])api-usage=(\\d+)/(\\d+)");

  private final ApiPath path;
  private final boolean caseSensitiveId;
  private final BulkLimits bulk;
  private final RunningJobs runningJobs;
  private final Descriptions descriptions = new Descriptions();
  private final Map<RecordType, SObjectType> types = new HashMap<>();

  SalesforceConnector(ReadableConfig sink) {
    this.path = new ApiPath(sink.get(SalesforceOptions.API_VERSION));
    this.runningJobs = new RunningJobs(path);
    this.caseSensitiveId = sink.get(SalesforceOptions.CASE_SENSITIVE_ID);
    int threshold = sink.get(SalesforceOptions.BULK_THRESHOLD);
    this.bulk =
        sink.get(SalesforceOptions.BULK)
            ? new BulkLimits(threshold, Math.max(threshold, MAX_BULK_RECORDS), MAX_BULK_BYTES)
            : null;
  }

  @Override
  public int maxRecords(RecordType type, Action action) {
    return SObjectType.MAX_COLLECTION;
  }

  @Override
  public int maxRecordsWhenShort(RecordType type, Action action) {
    int collections = action == Action.UPSERT ? UpsertWriter.MAX_COLLECTIONS : 1;
    return collections * SObjectType.MAX_COLLECTION;
  }

  @Override
  public int maxBytes(RecordType type, Action action) {
    return MAX_BYTES;
  }

  @Override
  public String key(RecordType type, String externalId) {
    return caseSensitiveId ? externalId : externalId.toLowerCase(Locale.ROOT);
  }

  @Override
  public CrmCall call(Batch batch) {
    SObjectType type = type(batch.type());
    CrmCall call =
        batch.action() == Action.DELETE
            ? new DeleteCall(type, batch.records())
            : batch.bulk()
                ? new BulkCall(type, batch.records())
                : new UpsertCall(type, batch.records());
    if (type.undescribed() != null) {
      call = new DescribeFirst(type, call);
    }
    return bulk != null && runningJobs.mayHold(batch.type().object())
        ? new AfterRunningJobs(type, runningJobs, call)
        : call;
  }

  @Override
  public BulkLimits bulk(RecordType type) {
    return bulk;
  }

  @Override
  public boolean tellsLimits() {
    return true;
  }

  @Override
  public CrmRequest limitsQuestion() {
    return CrmRequest.get(path.limits());
  }

  @Override
  public void readLimits(CrmResponse response, ToldLimits told) {
    String usage = response.header("sforce-limit-info");
    Matcher matcher = usage == null ? null : USAGE.matcher(usage);
    if (matcher != null && matcher.find()) {
      long used = Long.parseLong(matcher.group(1));
      long calls = Long.parseLong(matcher.group(2));
      // A paid organization may go over its limit for a while: it is told when it must not.
      told.daily(calls, Math.max(0, calls - used));
    }
  }

  @Override
  public List<Fault> check(List<RecordType> types, Exchange exchange) throws IOException {
    return new SalesforceCheck(path, caseSensitiveId, exchange).check(types);
  }

  private SObjectType type(RecordType type) {
    SObjectType known = types.get(type);
    if (known == null) {
      known = new SObjectType(type, path, descriptions, caseSensitiveId);
      types.put(type, known);
    }
    return known;
  }
}
